#include <Python.h>

/* proxylint: ignore[pyref/leak] handed to the host */
static void once(void) { PyObject *list = PyList_New(0); (void)list; }

void twice(void)
{
	PyObject *list = PyList_New(0); // proxylint: ignore[pyref/leak] lives as long as the process
	(void)list;
}
