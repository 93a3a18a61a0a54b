#include "made.h"

PyObject *made(PyObject *of)
{
	return PySequence_GetItem(of, 0);
}
