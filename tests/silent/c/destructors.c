/* Destructors that do their work in ways of their own. */
#include <Python.h>

/* through a helper that is not in this file */
typedef struct {
	PyObject_HEAD
	PyObject *items;
} Far;

extern void far_release(Far *self);

static int far_init(Far *self, PyObject *args, PyObject *kwargs)
{
	self->items = PyList_New(0);
	return self->items ? 0 : -1;
}

static void far_dealloc(Far *self)
{
	far_release(self);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyTypeObject FarType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "far.Far",
	.tp_init = (initproc)far_init,
	.tp_dealloc = (destructor)far_dealloc,
};

/* through a local, an address, a loop; a list of things that does not own them; a free list */
typedef struct Ring {
	PyObject_HEAD
	PyObject *a, *b, *slots[4];
	struct Ring *next, *last;
} Ring;

static PyTypeObject RingType;
static Ring *spare;

static void drop(PyObject **place)
{
	PyObject *old = *place;

	*place = NULL;
	Py_XDECREF(old);
}

static Ring *ring_new(Ring *before)
{
	Ring *self = PyObject_New(Ring, &RingType);

	if (!self)
		return NULL;
	self->a = PyList_New(0);
	self->b = PyList_New(0);
	for (int i = 0; i < 4; i++)
		self->slots[i] = PyLong_FromLong(i);
	before->next = self;
	return self;
}

static void ring_dealloc(Ring *self)
{
	PyObject *a = self->a;

	self->a = NULL;
	Py_XDECREF(a);
	drop(&self->b);
	for (int i = 0; i < 4; i++)
		Py_XDECREF(self->slots[i]);
	if (!spare) {
		spare = self;
		return;
	}
	PyObject_Free(self);
}

static PyTypeObject RingType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "far.Ring",
	.tp_dealloc = (destructor)ring_dealloc,
};

/* a part that is counted here only while it is put in */
static int ring_add(Ring *self, PyObject *item)
{
	PyObject *copy = PySequence_List(item);

	if (!copy)
		return -1;
	self->last = (Ring *)copy;
	if (PyObject_IsTrue(copy) < 0) {
		self->last = NULL;
		Py_DECREF(copy);
		return -1;
	}
	Py_DECREF(copy);
	return 0;
}

/* a type that others are made of: the base frees */
static void sub_dealloc(Ring *self)
{
	drop(&self->a);
	PyList_Type.tp_dealloc((PyObject *)self);
}

static PyType_Slot sub_slots[] = {{Py_tp_dealloc, sub_dealloc}, {0, NULL}};

/* an object that lives for ever */
static void none_dealloc(PyObject *self)
{
	Py_FatalError("deallocating the only one");
}

static PyTypeObject OnlyType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "far.Only",
	.tp_dealloc = none_dealloc,
};
