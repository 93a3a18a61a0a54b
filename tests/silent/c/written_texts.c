// A text that is written in the program is well formed: what fails then is memory. A static variable stays as it is.
#include <Python.h>

static unsigned locks;

static PyObject *greet(PyObject *self, PyObject *name)
{
	PyObject *dot = PyUnicode_FromString("."), *both = PyUnicode_Concat(name, dot);

	Py_DECREF(dot);
	return both;
}

extern int load_file(const char *path);

static PyObject *load(PyObject *self, const char *path)
{
	PyThreadState *save = NULL;
	int status;

	if (locks > 0)
		save = PyEval_SaveThread();
	status = load_file(path);
	if (locks > 0)
		PyEval_RestoreThread(save);
	return PyLong_FromLong(status);
}

static int set_locks(unsigned n)
{
	locks = n;
	return 0;
}
