// What a class owns, and what is lost where something is thrown.
#include <Python.h>
#include <stdexcept>

class Job {
public:
	explicit Job(PyObject *name) : name_(name), list_(PyList_New(0)) { Py_INCREF(name_); }
	~Job() { Py_XDECREF(name_); } // expect: pyref/dealloc-leak
	void fill() { cache_ = PyDict_New(); }

private:
	PyObject *name_, *list_, *cache_ = nullptr;
};

class Table {
public:
	Table();
	~Table();

private:
	PyObject *keys;
	char *text;
};

Table::Table()
{
	this->keys = PyList_New(0);
	text = (char *)PyMem_Malloc(16);
}

Table::~Table() // expect: pyref/dealloc-leak
{
	Py_CLEAR(this->keys);
}

static long number(PyObject *object)
{
	long n = PyLong_AsLong(object);

	if (n == -1 && PyErr_Occurred())
		throw std::runtime_error("no number");
	return n;
}

static PyObject *left_by_throw(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg); // expect: pyref/leak-on-error

	if (!text)
		return nullptr;
	if (PyUnicode_GET_LENGTH(text) == 0)
		throw std::runtime_error("empty");
	return text;
}

static PyObject *left_by_call(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg); // expect: pyref/leak-on-error

	if (!text)
		return nullptr;
	if (number(arg) > 3) {
		Py_DECREF(text);
		Py_RETURN_NONE;
	}
	return text;
}

static PyObject *left_by_handler(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg); // expect: pyref/leak-on-error

	if (!text)
		return nullptr;
	try {
		if (number(arg) > 3)
			throw 3;
	} catch (const std::exception &error) {
		PyErr_SetString(PyExc_ValueError, error.what());
		Py_DECREF(text);
		return nullptr;
	} catch (...) {
		PyErr_SetString(PyExc_ValueError, "too large");
		return nullptr;
	}
	return text;
}
