#include "keeper.h"

/* made once, and never given away */
PyObject *the_one(void)
{
	static PyObject *one;

	if (!one) {
		one = PyDict_New();
		if (!one)
			return NULL;
	}
	return one;
}

/* ... and given away with a reference each time */
PyObject *another_one(int fresh)
{
	static PyObject *one;
	PyObject *made;

	if (!fresh && (made = one) != NULL) {
		Py_INCREF(made);
		return made;
	}
	made = PyDict_New();
	if (!made)
		return NULL;
	if (!fresh) {
		one = made;
		Py_INCREF(made);
	}
	return made;
}

/* takes references of its own */
struct keeper *keeper_new(PyObject *held, PyObject *other)
{
	struct keeper *keeper = PyMem_Malloc(sizeof(*keeper));

	if (!keeper)
		return NULL;
	keeper->held = held;
	keeper->other = other;
	Py_INCREF(held);
	Py_XINCREF(keeper->other);
	return keeper;
}

/* puts it somewhere, in ways that are hard to follow */
int keeper_maybe(struct keeper *keeper, PyObject *held)
{
	return keeper_store(keeper, held, 1);
}
