#include "made.h"

int use(PyObject *of)
{
	PyObject *it = made(of);

	return it ? PyObject_IsTrue(it) : -1;
}
