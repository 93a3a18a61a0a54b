// What objects do not own is still the function's.
#include <Python.h>

namespace ext {
static PyObject *build(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0); // expect-note: pyref/leak-on-error

	if (list == nullptr)
		return nullptr;
	if (PyList_Append(list, arg) < 0)
		return nullptr;
	return list;
}
} // namespace ext

PyObject *Thing::lose()
{
	PyObject *list = static_cast<PyObject *>(PyList_New(0)); // expect: pyref/leak

	if (!list)
		throw std::bad_alloc();
	return PyLong_FromLong(1);
}
