/* cppy: one owner, and helpers for references that have none. */
namespace cppy {
template <class T> T *incref(T *object)
{
	Py_INCREF(object);
	return object;
}
template <class T> T *xincref(T *object)
{
	Py_XINCREF(object);
	return object;
}
template <class T> T *decref(T *object)
{
	Py_DECREF(object);
	return object;
}
template <class T> T *xdecref(T *object)
{
	Py_XDECREF(object);
	return object;
}

class ptr {
	PyObject *held;

public:
	ptr() : held(nullptr) {}
	ptr(const ptr &other) : held(other.held) { Py_XINCREF(held); }
	ptr(PyObject *given, bool taken = false) : held(given)
	{
		if (taken)
			Py_XINCREF(held);
	}
	~ptr() { Py_XDECREF(held); }
	ptr &operator=(const ptr &other)
	{
		PyObject *old = held;
		held = other.held;
		Py_XINCREF(held);
		Py_XDECREF(old);
		return *this;
	}
	ptr &operator=(PyObject *given)
	{
		PyObject *old = held;
		held = given;
		Py_XDECREF(old);
		return *this;
	}
	void set(PyObject *given, bool taken = false)
	{
		PyObject *old = held;
		held = given;
		if (taken)
			Py_XINCREF(held);
		Py_XDECREF(old);
	}
	PyObject *get() const { return held; }
	PyObject *release()
	{
		PyObject *given = held;
		held = nullptr;
		return given;
	}
	operator void *() const { return held; }
	PyTypeObject *type() const { return Py_TYPE(held); }
	bool is_none() const { return held == Py_None; }
	PyObject *iter() const { return PyObject_GetIter(held); }
	PyObject *next() const { return PyIter_Next(held); }
	PyObject *repr() const { return PyObject_Repr(held); }
	PyObject *str() const { return PyObject_Str(held); }
	PyObject *bytes() const { return PyObject_Bytes(held); }
	PyObject *getattr(PyObject *name) const { return PyObject_GetAttr(held, name); }
	PyObject *getitem(PyObject *key) const { return PyObject_GetItem(held, key); }
	PyObject *call(PyObject *args, PyObject *kwargs = nullptr) const { return PyObject_Call(held, args, kwargs); }
};
}
