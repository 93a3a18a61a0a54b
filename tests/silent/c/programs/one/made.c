#include "made.h"

PyObject *made(PyObject *of)
{
	return PyList_GetItem(of, 0);
}
