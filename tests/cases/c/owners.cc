// Owners that release what is not theirs, or what somebody still needs; and what they no longer own.
#include "owners.hpp"

#include <memory>

static PyObject *dangling(PyObject *self, PyObject *arg)
{
	Ref list(PyList_New(0));
	if (!list || PyList_Append(list.get(), arg) < 0)
		return nullptr;
	return list.get(); // expect: pyref/use-after-release
}

static PyObject *lost(PyObject *self, PyObject *arg)
{
	Ref list{PyList_New(0)}; // expect: pyref/leak
	if (!list)
		return nullptr;
	list.release();
	Py_RETURN_NONE;
}

static PyObject *of_others(PyObject *self, PyObject *args)
{
	Ref item(PyTuple_GetItem(args, 0));
	if (!item)
		return nullptr;
	return PyObject_Str(item.get()); // expect: pyref/over-release
}

static PyObject *given_twice(PyObject *self, PyObject *list)
{
	Ref number(PyLong_FromLong(1));
	if (!number)
		return nullptr;
	if (PyList_SetItem(list, 0, number.get()) < 0)
		return nullptr; // expect: pyref/use-after-steal
	Py_RETURN_NONE; // expect: pyref/use-after-steal
}

static PyObject *released_beside(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);
	if (!list)
		return nullptr;
	Ref owner(list);
	Py_DECREF(list);
	Py_RETURN_NONE; // expect: pyref/over-release
}

static PyObject *overwritten(PyObject *self, PyObject *arg)
{
	PyObject *number = nullptr;
	for (int i = 0; i < 3; i++) {
		Ref owner(PyLong_FromLong(i)); // expect: pyref/overwritten
		if (!owner)
			return nullptr;
		number = owner.release();
	}
	return number;
}

using Owner = std::unique_ptr<PyObject, decltype(&Py_DecRef)>;

static PyObject *by_pointer(PyObject *self, PyObject *arg)
{
	Owner list(PyList_New(0), &Py_DecRef);
	if (!list)
		return nullptr;
	return list.get(); // expect: pyref/use-after-release
}

struct Free {
	void operator()(PyObject *p) const { Py_XDECREF(p); }
};

static PyObject *by_functor(PyObject *self, PyObject *arg)
{
	std::unique_ptr<PyObject, Free> list(PyList_New(0));
	if (!list)
		return nullptr;
	PyObject *raw = list.get();
	list.reset(PyDict_New());
	if (PyList_Append(raw, arg) < 0) // expect: pyref/use-after-release
		return nullptr;
	return list.release();
}

static Ref make(long number)
{
	PyObject *made = PyLong_FromLong(number); // expect: pyref/leak

	if (made && number)
		Py_INCREF(made);
	return Ref(made);
}

static PyObject *add(PyObject *self, PyObject *args)
{
	Ref left = make(1), right = make(2);
	if (!left || !right)
		return nullptr;
	return PyNumber_Add(left.get(), right.get());
}

static PyObject *left_early(PyObject *self, PyObject *seq)
{
	Ref iter(PyObject_GetIter(seq));
	if (!iter)
		return nullptr;
	while (PyObject *item = PyIter_Next(iter.get())) { // expect: pyref/leak-on-error
		if (PyObject_IsTrue(item) < 0)
			return nullptr;
		Py_DECREF(item);
	}
	if (PyErr_Occurred())
		return nullptr;
	Py_RETURN_NONE;
}
