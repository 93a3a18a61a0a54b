/*
 * Stands before CPython's own Python.h when code is compiled for
 * `proxylint verify --recompile`: every acquisition and release is told to the
 * shim, with its place, so that sites which get the same object are told apart.
 *
 * It has to be found first (-I), not included first: what a source defines
 * before its own #include <Python.h> must be seen by the real one. Without the
 * shim in the process it does nothing.
 */
#include_next <Python.h>

#ifndef PROXYLINT_RECOMPILED
#define PROXYLINT_RECOMPILED
#if defined(__GNUC__) && !defined(__cplusplus)

#include <dlfcn.h>

/* What the shim knows a recompiled module by. */
__attribute__((used)) static const char proxylint_recompiled[] = "proxylint_recompiled";

static void (*proxylint_tell_acquired)(
        PyObject *object, const char *api, const char *path, int line, const char *function);
static void (*proxylint_tell_released)(PyObject *object, const char *function);

__attribute__((constructor)) static void proxylint_bind(void)
{
	*(void **)&proxylint_tell_acquired = dlsym(RTLD_DEFAULT, "proxylint_acquired");
	*(void **)&proxylint_tell_released = dlsym(RTLD_DEFAULT, "proxylint_released");
}

__attribute__((unused)) static void proxylint_note_acquired(
        void *object, const char *api, const char *path, int line, const char *function)
{
	if (object && proxylint_tell_acquired)
		proxylint_tell_acquired((PyObject *)object, api, path, line, function);
}

__attribute__((unused)) static void proxylint_note_released(void *object, const char *function)
{
	if (object && proxylint_tell_released)
		proxylint_tell_released((PyObject *)object, function);
}

__attribute__((unused)) static void proxylint_incref(
        PyObject *object, const char *path, int line, const char *function)
{
	Py_INCREF(object);
	proxylint_note_acquired(object, "Py_INCREF", path, line, function);
}

__attribute__((unused)) static void proxylint_decref(PyObject *object, const char *function)
{
	proxylint_note_released(object, function);
	Py_DECREF(object);
}

#define PROXYLINT_NEW(name, call)                                                      \
	__extension__({                                                                \
		__typeof__(call) proxylint_result = (call);                            \
		proxylint_note_acquired(                                               \
		        (void *)proxylint_result, name, __FILE__, __LINE__, __func__); \
		proxylint_result;                                                      \
	})
/* What is given away is the callee's from then on. */
#define PROXYLINT_GIVEN(object)                                     \
	__extension__({                                             \
		PyObject *proxylint_given = (PyObject *)(object);   \
		proxylint_note_released(proxylint_given, __func__); \
		proxylint_given;                                    \
	})

#undef Py_INCREF
#define Py_INCREF(object) proxylint_incref((PyObject *)(object), __FILE__, __LINE__, __func__)
#undef Py_XINCREF
#define Py_XINCREF(object)                                         \
	do {                                                       \
		PyObject *proxylint_object = (PyObject *)(object); \
		if (proxylint_object)                              \
			Py_INCREF(proxylint_object);               \
	} while (0)
#undef Py_DECREF
#define Py_DECREF(object) proxylint_decref((PyObject *)(object), __func__)
#undef Py_XDECREF
#define Py_XDECREF(object)                                         \
	do {                                                       \
		PyObject *proxylint_object = (PyObject *)(object); \
		if (proxylint_object)                              \
			Py_DECREF(proxylint_object);               \
	} while (0)
#undef Py_CLEAR
#define Py_CLEAR(place)                                        \
	do {                                                   \
		PyObject *proxylint_old = (PyObject *)(place); \
		(place) = NULL;                                \
		Py_XDECREF(proxylint_old);                     \
	} while (0)
#undef Py_SETREF
#define Py_SETREF(place, value)                                \
	do {                                                   \
		PyObject *proxylint_old = (PyObject *)(place); \
		(place) = (value);                             \
		Py_DECREF(proxylint_old);                      \
	} while (0)
#undef Py_XSETREF
#define Py_XSETREF(place, value)                               \
	do {                                                   \
		PyObject *proxylint_old = (PyObject *)(place); \
		(place) = (value);                             \
		Py_XDECREF(proxylint_old);                     \
	} while (0)
#undef Py_NewRef
#define Py_NewRef(object)                                          \
	__extension__({                                            \
		PyObject *proxylint_object = (PyObject *)(object); \
		Py_INCREF(proxylint_object);                       \
		proxylint_object;                                  \
	})
#undef Py_XNewRef
#define Py_XNewRef(object)                                         \
	__extension__({                                            \
		PyObject *proxylint_object = (PyObject *)(object); \
		Py_XINCREF(proxylint_object);                      \
		proxylint_object;                                  \
	})

#undef PyList_SET_ITEM
#define PyList_SET_ITEM(list, at, item) \
	(((PyListObject *)(list))->ob_item[at] = PROXYLINT_GIVEN(item))
#undef PyTuple_SET_ITEM
#define PyTuple_SET_ITEM(tuple, at, item) \
	(((PyTupleObject *)(tuple))->ob_item[at] = PROXYLINT_GIVEN(item))
#define PyList_SetItem(list, at, item) PyList_SetItem(list, at, PROXYLINT_GIVEN(item))
#define PyTuple_SetItem(tuple, at, item) PyTuple_SetItem(tuple, at, PROXYLINT_GIVEN(item))

#include "proxylint_calls.h"

#endif
#endif
