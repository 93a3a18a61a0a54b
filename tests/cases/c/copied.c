/* What stands at a pointer is copied: the pointer itself is still to be released. */
#include <Python.h>
#include <string.h>

int copy_bytes(char *to, PyObject *o)
{
	PyObject *text = PyObject_Bytes(o); /* expect: pyref/leak */

	if (!text)
		return -1;
	memcpy(to, text, sizeof(PyObject));
	return 0;
}
