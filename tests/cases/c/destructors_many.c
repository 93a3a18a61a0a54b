/* Fields that helpers fill, and memory. */
#include <Python.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	PyObject_HEAD
	PyObject *name, *items;
	char *text, *copy;
	int *numbers;
} Job;

static void job_set(Job *self, PyObject *items)
{
	self->items = items;
}

static int job_init(Job *self, PyObject *args, PyObject *kwargs)
{
	PyObject *name, *items;

	if (!PyArg_ParseTuple(args, "O", &name))
		return -1;
	Py_XSETREF(self->name, Py_NewRef(name));
	items = PyList_New(0);
	if (!items)
		return -1;
	job_set(self, items);
	self->text = PyMem_Malloc(10);
	self->copy = strdup("copy");
	self->numbers = malloc(10 * sizeof(int));
	return self->numbers ? 0 : -1;
}

static void job_dealloc(Job *self) /* expect: pyref/dealloc-leak */
{
	Py_XDECREF(self->name);
	free(self->numbers);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyTypeObject JobType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "jobs.Job",
	.tp_init = (initproc)job_init,
	.tp_dealloc = (destructor)job_dealloc,
};
