// Objects that own what they are made of, and release it when they go.
#include <Python.h>
#include <memory>

class Ref {
public:
	explicit Ref(PyObject *p) : p_(p) {}
	~Ref() { Py_XDECREF(p_); }
	PyObject *get() const { return p_; }
	PyObject *release()
	{
		PyObject *p = p_;
		p_ = nullptr;
		return p;
	}

private:
	PyObject *p_;
};

struct Free {
	void operator()(PyObject *p) const { Py_XDECREF(p); }
};
using Owner = std::unique_ptr<PyObject, Free>;

static PyObject *build(PyObject *self, PyObject *arg)
{
	Ref list(PyList_New(0));
	Owner owner{PyLong_FromLong(1)};
	auto wrapped = Ref(PyLong_FromLong(2));
	std::unique_ptr<PyObject, Free> spelled(PyList_New(0));
	auto handle = py::reinterpret_steal<py::object>(PyDict_New());

	if (!list.get())
		return nullptr;
	spelled.reset(PyList_New(1));
	if (PyObject *item = PyObject_GetItem(arg, self))
		Py_DECREF(item);
	try {
		work(handle);
	} catch (const Failed &) {
		return nullptr; // the error is set
	}
	return list.release();
}

static PyObject *first(std::vector<PyObject *> &all)
{
	for (PyObject *one : all)
		if (PyObject_IsTrue(one))
			return Py_NewRef(one);
	Py_RETURN_NONE;
}

static py::object convert(long value)
{
	PyObject *number = PyLong_FromLong(value);
	return py::object(number);
}

/* takes a reference for its caller, and tells whether it did */
bool try_retain(PyObject *object) noexcept
{
	if (Py_REFCNT(object) > 0) {
		Py_INCREF(object);
		return true;
	}
	return false;
}
