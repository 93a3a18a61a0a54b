// What is asked twice on one path is answered alike.
#include <Python.h>

extern char *find_dot(const char *);
extern int store(void *);

struct scanner {
	PyObject *hook;
	int flags;
};

static PyObject *by_variable(PyObject *self, PyObject *name)
{
	char *dot = find_dot("a.b");
	PyObject *part = name;
	int failed;

	if (dot) {
		part = PyUnicode_FromStringAndSize(dot, 3);
		if (part == NULL)
			return NULL;
	}
	failed = store(part);
	if (dot)
		Py_DECREF(part);
	if (failed)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *by_constant(PyObject *self, PyObject *name, int order)
{
	PyObject *list = NULL;

	if (order == 'K') {
		list = PyList_New(0);
		if (!list)
			return NULL;
	}
	store(name);
	if (order == 'K')
		Py_DECREF(list);
	Py_RETURN_NONE;
}

static int by_parameter(PyObject **quotient, PyObject **rest)
{
	PyObject *made = NULL;

	if (quotient != NULL) {
		made = PyLong_FromLong(3);
		if (!made)
			return -1;
	}
	if (rest != NULL) {
		*rest = PyLong_FromLong(4);
		if (!*rest) {
			Py_XDECREF(made);
			return -1;
		}
	}
	if (quotient != NULL)
		*quotient = made;
	return 0;
}

static PyObject *by_case(PyObject *self, PyObject *name, int op)
{
	PyObject *list = NULL;

	switch (op) {
	case 1 | 2:
		list = PyList_New(0);
		if (!list)
			return NULL;
		break;
	case 4:
		break;
	}
	store(name);
	switch (op) {
	case 1 | 2:
		Py_DECREF(list);
		break;
	case 4:
		break;
	}
	Py_RETURN_NONE;
}

static PyObject *by_type(PyObject *self, PyObject *text)
{
	PyObject *bytes = text;
	Py_ssize_t size;

	if (PyUnicode_Check(text)) {
		bytes = PyUnicode_AsUTF8String(text);
		if (!bytes)
			return NULL;
	}
	size = PyObject_Size(bytes);
	if (PyUnicode_Check(text))
		Py_DECREF(bytes);
	return size < 0 ? NULL : PyLong_FromSsize_t(size);
}

static PyObject *by_field(struct scanner *scanner, PyObject *key)
{
	PyObject *pairs = NULL, *dict = NULL;

	if (scanner->hook != Py_None)
		pairs = PyList_New(0);
	else
		dict = PyDict_New();
	store(key);
	if (scanner->hook != Py_None)
		return pairs;
	return dict;
}

static PyObject *by_bits(struct scanner *scanner, PyObject *key, unsigned flags)
{
	PyObject *list = NULL;

	if (flags & 4) {
		list = PyList_New(0);
		if (!list)
			return NULL;
	}
	store(key);
	if (flags & 4)
		Py_DECREF(list);
	Py_RETURN_NONE;
}

/* What is called in between may change it, for all that is known here: that is no reason to think that it does. */
static PyObject *by_flag(struct scanner *scanner, PyObject *key)
{
	PyObject *pairs = NULL;

	if (scanner->telling) {
		pairs = PyObject_Repr(key);
		if (!pairs)
			return NULL;
	}
	if (scanner_next(scanner) < 0) {
		Py_XDECREF(pairs);
		return NULL;
	}
	if (scanner->telling)
		return pairs;
	Py_RETURN_NONE;
}

/* A pointer into memory is as good as one to its start. */
struct header {
	int size;
};

static void *after_header(size_t size)
{
	char *start = PyMem_Malloc(sizeof(struct header) + size);
	void *memory;

	if (!start)
		return NULL;
	((struct header *)start)->size = (int)size;
	memory = (void *)(start + sizeof(struct header));
	return memory;
}

#define TAGGED(pointer) ((void *)((uintptr_t)(pointer) | 1))

static int keep_tagged(struct scanner *scanner, PyObject *key)
{
	PyObject *text = PyObject_Str(key);

	if (!text)
		return -1;
	scanner->text = TAGGED(text);
	return 0;
}
