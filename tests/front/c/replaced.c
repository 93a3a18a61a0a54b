#include <Python.h>
#define EMPTY
#define SIZE 3
#define DROP(x) Py_XDECREF(x)
#define CHECK(p, ...) do { if (!(p)) { PyErr_Format(__VA_ARGS__); return NULL; } } while (0)
#define FIELD(o, name) ((o)->f_##name)
#define NAMED(d, c) PyDict_SetItemString(d, #c, c)
#define SELF FIELD(self, value)
#define LATER DROP
#define ITSELF(x) ITSELF(x + 1)
#define GETTER(n)                                     \
	static PyObject *get_##n(Thing *self)         \
	{                                             \
		return Py_NewRef(FIELD(self, n));     \
	}
#define assert(x) never(x)
GETTER(left)
EMPTY PyObject *
use(Thing *self, PyObject *arg)
{
	CHECK(arg != NULL, PyExc_TypeError, "%s (%d)", "no", SIZE);
	LATER(SELF);
	SELF = arg;
	NAMED(self->dict, arg);
	assert(arg);
	if (ITSELF(arg))
		return DROP;
#undef DROP
	DROP(arg);
	return -SIZE;
}
