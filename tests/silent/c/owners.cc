// Owners that do what owners do.
#include "../../cases/c/owners.hpp"

#include <cppy/cppy.h>
#include <memory>
#include <vector>

struct Free {
	void operator()(PyObject *p) const { Py_XDECREF(p); }
};
using Owner = std::unique_ptr<PyObject, Free>;

static Ref make(long number)
{
	Ref made(PyLong_FromLong(number));
	if (!made)
		return Ref();
	return made;
}

static Ref first(PyObject *args)
{
	return Ref::borrow(PyTuple_GET_ITEM(args, 0));
}

static PyObject *build(PyObject *self, PyObject *args)
{
	Ref list(PyList_New(0)), copy;
	if (!list)
		return nullptr;
	Ref item = make(1);
	auto other = make(2);
	if (!item || !other || PyList_Append(list.get(), item.get()) < 0)
		return nullptr;
	copy = std::move(other);
	if (PyList_Append(list.get(), copy.get()) < 0)
		return nullptr;
	Ref zero = first(args);
	if (PyList_Append(list.get(), zero.get()) < 0)
		return nullptr;
	return list.release();
}

/* out of blocks, by all ways */
static PyObject *ways(PyObject *self, PyObject *seq)
{
	Ref iter(PyObject_GetIter(seq));
	if (!iter)
		return nullptr;
	while (Ref item = Ref(PyIter_Next(iter.get()))) {
		Ref text(PyObject_Str(item.get()));
		if (!text)
			goto failed;
		if (PyUnicode_GET_LENGTH(text.get()) == 0)
			continue;
		if (PyUnicode_GET_LENGTH(text.get()) == 1)
			break;
		switch (PyObject_IsTrue(item.get())) {
		case -1:
			return nullptr;
		case 0: {
			Ref again(PyLong_FromLong(0));
			if (!again)
				return nullptr;
			break;
		}
		default:
			return text.release();
		}
	}
	if (PyErr_Occurred())
		return nullptr;
	Py_RETURN_NONE;
failed:
	return nullptr;
}

static PyObject *unique(PyObject *self, PyObject *arg)
{
	Owner list(PyList_New(0));
	if (!list)
		return nullptr;
	std::unique_ptr<PyObject, decltype(&Py_DecRef)> number(PyLong_FromLong(1), &Py_DecRef);
	if (!number || PyList_Append(list.get(), number.get()) < 0)
		return nullptr;
	if (PyList_SetItem(list.get(), 0, number.release()) < 0)
		return nullptr;
	list.reset(PySequence_List(arg));
	return list.release();
}

/* what others do with it, they do with it */
static PyObject *lent(PyObject *self, PyObject *args)
{
	cppy::ptr method(cppy::incref(PyTuple_GET_ITEM(args, 0)));
	if (!PyCallable_Check(method.get()))
		return cppy::type_error(method.get(), "callable");
	cppy::ptr result(PyObject_CallNoArgs(method.get()));
	if (!result)
		return nullptr;
	method = result;
	work(method, result.get());
	return result.release();
}

/* a name for the same pointer */
static int fill(PyObject *&place)
{
	place = PyList_New(0);
	return place ? 0 : -1;
}

static PyObject *named(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);
	PyObject *&same = list;
	if (!same)
		return nullptr;
	if (PyList_Append(same, arg) < 0) {
		Py_DECREF(same);
		return nullptr;
	}
	return list;
}

/* two for one pointer: the one only looks on */
class View {
public:
	View(PyObject *p) : p_(p) {}
	PyObject *get() const { return p_; }

private:
	PyObject *p_;
};

static PyObject *seen(PyObject *self, PyObject *arg)
{
	View view(arg);
	std::vector<Ref> all;
	all.push_back(make(3));
	all.emplace_back(PyObject_Str(view.get()));
	return Py_NewRef(view.get());
}
