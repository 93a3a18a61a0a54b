#include <Python.h>
#ifdef __cplusplus
namespace ext {
#endif
class Ref {
public:
	explicit Ref(PyObject *p) : p_(p) {}
	~Ref() { Py_XDECREF(p_); }
	PyObject *get() const { return p_; }
	Ref &operator=(PyObject *p) { p_ = p; return *this; }

private:
	PyObject *p_;
};

static PyObject *make(PyObject *self, const char *&name)
{
	Ref list(PyList_New(0));
	Owner<PyObject> other{PyLong_FromLong(1)};
	list = PyList_New(2);
	if (PyObject *item = PyObject_GetItem(list.get(), self))
		Py_DECREF(item);
	try {
		for (auto &thing : things)
			thing.reset(self);
	} catch (const std::exception &e) {
		return nullptr;
	}
	auto later = [&] { return self; };
	if (!name)
		throw Failed("no");
	return static_cast<PyObject *>(new Thing(self));
}
} // namespace ext

template <typename T> Ref convert(T value)
{
	return PyLong_FromLong(value);
}
