// References that somebody else holds, too, under another name, or at another place.
#include <Python.h>

/* a context and an exception hold what they give */
static PyObject *context_variable;

PyObject *current(void)
{
	PyObject *context;

	if (PyContextVar_Get(context_variable, NULL, &context) < 0)
		return NULL;
	Py_DECREF(context);
	return PyObject_Repr(context);
}

void unchain(PyObject *error, PyObject *value)
{
	PyObject *at = error, *context;

	while ((context = PyException_GetContext(at))) {
		Py_DECREF(context);
		if (context == value) {
			PyException_SetContext(at, NULL);
			break;
		}
		at = context;
	}
}

/* an item of an array that is written down is what it was written with */
PyObject *call_one(PyObject *callable)
{
	PyObject *key = PyTuple_New(5), *result;

	if (!key)
		return NULL;
	PyObject *vector[] = {NULL, key};
	result = PyObject_Vectorcall(
	        callable, vector + 1, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
	Py_DECREF(vector[1]);
	return result;
}

/* the same item, asked for twice */
typedef struct {
	PyObject_HEAD
	PyObject *filename, *line;
} Place;

int place_fill(Place *self, PyObject *args)
{
	PyObject *info = PySequence_Tuple(args);

	if (!info)
		return -1;
	Py_INCREF(PyTuple_GET_ITEM(info, 0));
	Py_XSETREF(self->filename, PyTuple_GET_ITEM(info, 0));
	Py_INCREF(PyTuple_GET_ITEM(info, 1));
	Py_XSETREF(self->line, PyTuple_GET_ITEM(info, 1));
	Py_DECREF(info);
	return 0;
}

/* an object goes where pointers to anything go */
PyObject *set_user_pointer(PANEL *panel, PyObject *object)
{
	int status;

	Py_INCREF(object);
	status = set_panel_userptr(panel, (void *)object);
	if (status == ERR)
		Py_DECREF(object);
	return PyLong_FromLong(status);
}

/* who has a part of it has it */
struct whole {
	int count;
	struct part part;
};

struct part *make_part(void)
{
	struct whole *whole = PyMem_RawMalloc(sizeof(*whole));
	struct part *part;

	if (!whole)
		return NULL;
	part = &whole->part;
	return part;
}

/* given away twice, and counted for that at last */
void chain(PyObject *error, const char *message)
{
	PyObject *type, *value, *traceback, *cause;

	PyErr_Fetch(&type, &cause, &traceback);
	PyErr_NormalizeException(&type, &cause, &traceback);
	Py_XDECREF(type);
	Py_XDECREF(traceback);
	PyErr_SetString(error, message);
	PyErr_Fetch(&type, &value, &traceback);
	PyErr_NormalizeException(&type, &value, &traceback);
	PyException_SetCause(value, cause);
	PyException_SetContext(value, cause);
	Py_INCREF(cause);
	PyErr_Restore(type, value, traceback);
}

/* an arena releases what is added to it */
PyObject *identifier(PyArena *arena, const char *text)
{
	PyObject *name = PyUnicode_InternFromString(text);

	if (!name)
		return NULL;
	if (PyArena_AddPyObject(arena, name) != 0) {
		Py_DECREF(name);
		return NULL;
	}
	return name;
}

int two_identifiers(PyArena *arena)
{
	PyObject *first = identifier(arena, "a"), *second;

	if (!first)
		return -1;
	second = identifier(arena, "b");
	return second ? 0 : -1;
}

/* a cast to a pointer to anything says nothing of what goes on as something else */
struct number {
	struct number *next;
	int size;
};

static struct number *spare;

static struct number *number_new(int size)
{
	struct number *number = (struct number *)PyMem_Malloc(sizeof(*number));

	if (number)
		number->size = size;
	return number;
}

static void number_free(struct number *number)
{
	if (!number)
		return;
	if (number->size > 9) {
		PyMem_Free((void *)number);
		return;
	}
	number->next = spare;
	spare = number;
}

int number_use(int size)
{
	struct number *number = number_new(size);

	if (!number)
		return -1;
	number_free(number);
	return 0;
}
