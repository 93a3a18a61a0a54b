// An owner that stands in a header; so do the ways in which others make it and take it over.
#ifndef OWNERS_HPP
#define OWNERS_HPP

#include <Python.h>

class Ref {
public:
	explicit Ref(PyObject *p = nullptr) : p_(p) {}
	Ref(const Ref &) = delete;
	Ref(Ref &&other) noexcept : p_(other.release()) {}
	~Ref() { Py_XDECREF(p_); }
	Ref &operator=(Ref &&other)
	{
		if (this != &other)
			reset(other.release());
		return *this;
	}
	static Ref borrow(PyObject *p)
	{
		Py_XINCREF(p);
		return Ref(p);
	}
	PyObject *get() const { return p_; }
	PyObject *operator->() const { return p_; }
	explicit operator bool() const { return p_ != nullptr; }
	void reset(PyObject *p = nullptr)
	{
		PyObject *old = p_;
		p_ = p;
		Py_XDECREF(old);
	}
	PyObject *release()
	{
		PyObject *p = p_;
		p_ = nullptr;
		return p;
	}

private:
	PyObject *p_;
};

#endif
