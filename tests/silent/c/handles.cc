// What the header makes of references, wherever it is called.
#include "handles.h"

static PyObject *list_of(PyObject *value)
{
	auto list = ext::steal<ext::object>(PySequence_List(value));
	return list.release();
}
