// Classes that see to what they own, and exceptions that lose nothing.
#include <Python.h>
#include <stdexcept>
#include <vector>

class Owner {
public:
	explicit Owner(PyObject *p) : p_(p) {}
	~Owner() { Py_XDECREF(p_); }
	PyObject *get() const { return p_; }
	explicit operator bool() const { return p_; }

private:
	PyObject *p_;
};

class Job {
public:
	explicit Job(PyObject *name) : name_(name), list_(PyList_New(0)), held_(PyDict_New()) { Py_INCREF(name_); }
	~Job()
	{
		clear();
		delete[] text;
	}
	void clear();
	void lend(PyObject *borrowed) { lent_ = borrowed; }

private:
	PyObject *name_, *list_;
	PyObject *lent_ = nullptr;
	Owner held_;
	char *text = nullptr;
};

void Job::clear()
{
	Py_CLEAR(name_);
	Py_CLEAR(this->list_);
}

/* somebody else takes the result out of it */
struct Parser {
	Parser(PyObject *hook) : result(nullptr), hook(hook) {}
	~Parser() { Py_CLEAR(stack); }
	int run()
	{
		stack = PyList_New(0);
		result = PyDict_New();
		return result ? 0 : -1;
	}
	PyObject *result, *hook, *stack;
};

static PyObject *parse(PyObject *self, PyObject *hook)
{
	Parser parser(hook);

	if (parser.run() < 0) {
		Py_XDECREF(parser.result);
		return nullptr;
	}
	return parser.result;
}

static long number(PyObject *object)
{
	long n = PyLong_AsLong(object);

	if (n == -1 && PyErr_Occurred())
		throw std::runtime_error("no number");
	return n;
}

static PyObject *caught(PyObject *self, PyObject *arg)
{
	Owner text(PyObject_Str(arg));

	if (!text)
		return nullptr;
	try {
		Owner other(PyObject_Repr(arg));
		if (!other || number(arg) > 3)
			throw 3;
		return PyLong_FromLong(number(text.get()));
	} catch (...) {
		PyErr_SetString(PyExc_ValueError, "too large");
		return nullptr;
	}
}

static PyObject *released(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg);

	if (!text)
		return nullptr;
	try {
		number(arg);
	} catch (...) {
		Py_DECREF(text);
		throw;
	}
	return text;
}
