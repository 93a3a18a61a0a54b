/*
 * What stands in place of the functions that a module imports: each calls the
 * one it stands for and tells what it gave.
 *
 * The table is written from the facts (tests/tools/hooks): whatever gives a new
 * reference. Functions with `...` cannot be passed on as they are called; those
 * are made from others here.
 */
#include "py.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define CALLER __builtin_return_address(0)

static void acquired(void *caller, const char *api, struct py_object *object)
{
	int32_t site;

	if (!object)
		return;
	site = site_at(caller, api);
	if (site != NO_SITE)
		live_acquire(site, object);
}

/* ---- the table ---- */

#define HOOK(name, parameters, arguments)                            \
	static uintptr_t(*real_##name) parameters;                   \
	static uintptr_t hook_##name parameters                      \
	{                                                            \
		uintptr_t result = real_##name arguments;            \
                                                                     \
		acquired(CALLER, #name, (struct py_object *)result); \
		return result;                                       \
	}
#define HOOK_DOUBLE(name, parameters, arguments) HOOK(name, parameters, arguments)
#define HOOK_OUT(name, parameters, arguments, out)                       \
	static uintptr_t(*real_##name) parameters;                       \
	static uintptr_t hook_##name parameters                          \
	{                                                                \
		uintptr_t result = real_##name arguments;                \
		struct py_object **filled = (struct py_object **)a##out; \
                                                                         \
		if ((int)result >= 0 && filled)                          \
			acquired(CALLER, #name, *filled);                \
		return result;                                           \
	}
#define HOOK_RETAIN(name)                                 \
	static void (*real_##name)(struct py_object *);   \
	static void hook_##name(struct py_object *object) \
	{                                                 \
		real_##name(object);                      \
		acquired(CALLER, #name, object);          \
	}
#define HOOK_RELEASE(name)                                                    \
	static void (*real_##name)(struct py_object *);                       \
	static void hook_##name(struct py_object *object)                     \
	{                                                                     \
		uintptr_t caller = (uintptr_t)CALLER;                         \
                                                                              \
		if (object && live_maybe(object))                             \
			live_release(module_of_code(caller), caller, object); \
		real_##name(object);                                          \
	}
#include "hooks.def"
/* what the stable ABI's macros call since 3.12 */
HOOK_RETAIN(_Py_IncRef)
HOOK_RELEASE(_Py_DecRef)
#undef HOOK
#undef HOOK_OUT
#undef HOOK_RETAIN
#undef HOOK_RELEASE

/* ---- functions with `...` ---- */

/* Found by name when the first hook is asked for. */
#define USED(name, result, parameters) static result(*py_##name) parameters;
#include "used.def"
#undef USED

static void find_used(void)
{
#define USED(name, result, parameters) *(void **)&py_##name = dlsym(RTLD_DEFAULT, #name);
#include "used.def"
#undef USED
}

/* Calls with what a format built: a tuple is the arguments, anything else is the only one. Takes
 * both references. */
static struct py_object *call_with(struct py_object *callable, struct py_object *built)
{
	struct py_object *arguments = built, *result = NULL;

	if (built && !(built->type->flags & PY_FLAG_TUPLE)) {
		arguments = py_PyTuple_New(1);
		if (!arguments)
			py_Py_DecRef(built);
		else
			py_PyTuple_SetItem(arguments, 0, built);
	}
	if (callable && arguments)
		result = py_PyObject_CallObject(callable, arguments);
	py_Py_DecRef(callable);
	py_Py_DecRef(arguments);
	return result;
}

typedef struct py_object *build_function(const char *format, va_list values);

/* Takes the reference to the callable, which may be NULL with an exception set. */
static struct py_object *call_format(
        struct py_object *callable, const char *format, va_list values, build_function *build)
{
	if (!callable)
		return NULL;
	if (!format || !format[strspn(format, " ,\t:")])
		return call_with(callable, py_PyTuple_New(0));
	return call_with(callable, build(format, values));
}

static struct py_object *retained(struct py_object *object)
{
	py_Py_IncRef(object);
	return object;
}

/* A tuple of `n` objects, or of those before NULL. */
static struct py_object *tuple_of(intptr_t n, va_list objects)
{
	va_list again;
	struct py_object *tuple;

	if (n < 0) {
		va_copy(again, objects);
		for (n = 0; va_arg(again, struct py_object *); n++)
			continue;
		va_end(again);
	}
	tuple = py_PyTuple_New(n);
	for (intptr_t i = 0; tuple && i < n; i++)
		py_PyTuple_SetItem(tuple, i, retained(va_arg(objects, struct py_object *)));
	return tuple;
}

#define VARIADIC(name, last, expression, ...)                  \
	static struct py_object *hook_##name(__VA_ARGS__, ...) \
	{                                                      \
		struct py_object *result;                      \
		va_list rest;                                  \
                                                               \
		va_start(rest, last);                          \
		result = expression;                           \
		va_end(rest);                                  \
		acquired(CALLER, #name, result);               \
		return result;                                 \
	}
#include "variadic.def"
#undef VARIADIC

/* ---- types that allocate by pointer ---- */

/* A type's own tp_alloc is called without an import: it is put right once the type is ready. */
static void watch_alloc(struct py_type *type)
{
	if (type && type->alloc == (void *)real_PyType_GenericAlloc)
		type->alloc = (void *)hook_PyType_GenericAlloc;
}

static int (*real_ready)(struct py_type *type);
static int hook_ready(struct py_type *type)
{
	int status = real_ready(type);

	if (status == 0)
		watch_alloc(type);
	return status;
}

#define TYPE_HOOK(name)                                             \
	static struct py_object *hook_type_##name(                  \
	        uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d) \
	{                                                           \
		uintptr_t type = real_##name(a, b, c, d, 0, 0);     \
                                                                    \
		watch_alloc((struct py_type *)type);                \
		acquired(CALLER, #name, (struct py_object *)type);  \
		return (struct py_object *)type;                    \
	}
TYPE_HOOK(PyType_FromSpec)
TYPE_HOOK(PyType_FromSpecWithBases)
TYPE_HOOK(PyType_FromModuleAndSpec)
#undef TYPE_HOOK

/* ---- finding them ---- */

static const struct {
	const char *name;
	void *hook;
	void **real; /* NULL: made from others */
} hooks[] = {{"PyType_Ready", (void *)hook_ready, (void **)&real_ready},
        {"PyType_FromSpec", (void *)hook_type_PyType_FromSpec, NULL},
        {"PyType_FromSpecWithBases", (void *)hook_type_PyType_FromSpecWithBases, NULL},
        {"PyType_FromModuleAndSpec", (void *)hook_type_PyType_FromModuleAndSpec, NULL},
#define VARIADIC(name, last, expression, ...) {#name, (void *)hook_##name, NULL},
#include "variadic.def"
#undef VARIADIC
#define HOOK(name, parameters, arguments) {#name, (void *)hook_##name, (void **)&real_##name},
#define HOOK_OUT(name, parameters, arguments, out) HOOK(name, parameters, arguments)
#define HOOK_RETAIN(name) HOOK(name, , )
#define HOOK_RELEASE(name) HOOK(name, , )
#include "hooks.def"
        HOOK_RETAIN(_Py_IncRef) HOOK_RELEASE(_Py_DecRef)
#undef HOOK
};

/* Functions that fill slots of types: CPython compares some of them by address, and calls them on
 * its own account most of the time. */
static bool fills_slot(const char *name)
{
	static const char *const names[] = {"PyObject_GenericGetAttr", "PyObject_SelfIter",
	        "PyType_GenericNew", "PyType_GenericAlloc", "PyObject_GenericGetDict",
	        "PyObject_Repr", "PyObject_Str"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void find_real(void)
{
	static bool found;

	if (found)
		return;
	found = true;
	find_used();
	for (size_t i = 0; i < sizeof(hooks) / sizeof(*hooks); i++)
		if (hooks[i].real)
			*hooks[i].real = dlsym(RTLD_DEFAULT, hooks[i].name);
}

void *hook_for(const char *name, bool slot)
{
	find_real();
	if (slot && fills_slot(name))
		return NULL;
	for (size_t i = 0; i < sizeof(hooks) / sizeof(*hooks); i++)
		if (strcmp(hooks[i].name, name) == 0)
			return hooks[i].real && !*hooks[i].real ? NULL : hooks[i].hook;
	return NULL;
}

void *hook_for_recompiled(const char *name)
{
	return strcmp(name, "PyType_Ready") == 0 ? hook_for(name, false) : NULL;
}
