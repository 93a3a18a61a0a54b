#include <Python.h>

struct keeper {
	PyObject *held, *other;
};

PyObject *the_one(void);
PyObject *another_one(int fresh);
struct keeper *keeper_new(PyObject *held, PyObject *other);
int keeper_maybe(struct keeper *keeper, PyObject *held);
