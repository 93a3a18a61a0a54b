#include <Python.h>
#define NOTHING
#define HIDDEN __attribute__((visibility("hidden")))
PyDoc_STRVAR(doc, "it's {");
typedef struct {
	PyObject_HEAD
	PyObject *x;
} Thing;
HIDDEN NOTHING PyObject *
give(Thing *self, PyObject *Py_UNUSED(ignored))
{
	Py_BEGIN_ALLOW_THREADS
	work();
	Py_END_ALLOW_THREADS
	Py_CLEAR(self->x);
	Py_SETREF(self->x, PyList_New(0));
	assert(self->x != NULL);
	CHECK_ALL(self)
	CHECK_SOME(self, return NULL);
	FOR_ALL(i, self) {
		work(va_arg(list, PyObject *));
	}
	if (self->x)
		Py_RETURN_NONE;
	parse({"a", &self->x});
	Py_RETURN_RICHCOMPARE(1, 2, 3);
}
