// What start-up code loses is lost once; a function in a table goes by its place there.
#include <Python.h>

struct thing {
	PyObject_HEAD
};

static PyObject *table;

static int names_init(void)
{
	PyObject *name = PyObject_Repr(table); // expect-note: pyref/leak-on-error

	if (!name)
		return -1;
	if (PyObject_IsTrue(table) < 0)
		return -1;
	Py_DECREF(name);
	return 0;
}

static int fill(PyObject *module)
{
	for (int i = 0; i < 9; i++) {
		PyObject *name = PyObject_Repr(module); // expect-note: pyref/leak-on-error

		if (!name || PyObject_IsTrue(module) < 0)
			return -1;
		Py_DECREF(name);
	}
	return names_init();
}

static int thing_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
	PyObject *name = PyObject_Repr(args); // expect: pyref/leak-on-error

	if (!name || PyObject_IsTrue(args) < 0)
		return -1;
	Py_DECREF(name);
	return 0;
}

static PyModuleDef_Slot slots[] = {
	{Py_mod_exec, fill},
	{0, NULL},
};

static PyTypeObject type = {
	.tp_name = "thing",
	.tp_init = thing_init,
};
