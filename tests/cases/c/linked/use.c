#include <Python.h>

extern PyObject *table_name(int number);
extern int table_put(PyObject *list, PyObject *name);
extern int table_failed(void);
extern PyObject *table_first(void);
extern int table_of_platform(void);
extern int table_exists(int number);
extern int own(void);

PyObject *lost(PyObject *self, PyObject *list)
{
	PyObject *name = table_name(1); // expect: pyref/leak-on-error

	if (!name)
		return NULL;
	if (PyObject_SetAttrString(list, "name", name) < 0)
		return NULL;
	Py_DECREF(name);
	Py_RETURN_NONE;
}

PyObject *taken(PyObject *self, PyObject *list)
{
	PyObject *name = table_name(2);

	if (!name || table_put(list, name) < 0)
		return NULL;
	Py_RETURN_NONE;
}

PyObject *asked(PyObject *self, PyObject *list)
{
	PyObject *size = PyObject_CallMethod(list, "size", NULL);

	if (table_failed())
		return NULL;
	if (Py_TYPE(size) == &PyLong_Type)
		Py_DECREF(size);
	else
		return size;
	Py_RETURN_NONE;
}

int plain(void)
{
	int first = own(), platform = table_of_platform();

	return first + platform + table_exists(3);
}

int dropped(void)
{
	table_first(); // expect: pyref/discarded
	return 0;
}

struct holder;
extern PyObject *table_cast(struct holder *holder, PyObject *key);

PyObject *casts(struct holder *holder, PyObject *key)
{
	return PyObject_CallObject(table_cast(holder, key), NULL);
}
