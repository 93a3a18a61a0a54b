// What one answer says about another.
#include <Python.h>

/* a loop that was left early has not come to its end */
PyObject *first_answer(PyObject *path, PyObject *name)
{
	PyObject *result = NULL;
	Py_ssize_t i, n = PyList_Size(path);

	for (i = 0; i < n; i++) {
		result = PyObject_CallFunctionObjArgs(PyList_GET_ITEM(path, i), name, NULL);
		if (result == NULL)
			return NULL;
		if (result == Py_None) {
			Py_DECREF(result);
			continue;
		}
		break;
	}
	if (i == n) {
		PyErr_SetString(PyExc_LookupError, "nobody knows");
		return NULL;
	}
	return result;
}

/* a view that is held has a length */
PyObject *first_bytes(PyObject *a, PyObject *b)
{
	Py_buffer first, second;
	PyObject *result = NULL;

	first.len = -1;
	second.len = -1;
	if (PyObject_GetBuffer(a, &first, PyBUF_SIMPLE) != 0 ||
	        PyObject_GetBuffer(b, &second, PyBUF_SIMPLE) != 0)
		goto done;
	result = PyBytes_FromStringAndSize(first.buf, first.len);
done:
	if (first.len != -1)
		PyBuffer_Release(&first);
	if (second.len != -1)
		PyBuffer_Release(&second);
	return result;
}

/* what has just been made is no argument */
PyObject *call_with(PyObject *callable, PyObject *keywords)
{
	PyObject *dict, *result;

	if (keywords == NULL || PyDict_Check(keywords)) {
		dict = keywords;
	} else {
		dict = PyDict_New();
		if (dict == NULL)
			return NULL;
	}
	result = PyObject_Call(callable, Py_None, dict);
	if (dict != keywords)
		Py_DECREF(dict);
	return result;
}

/* there are six comparisons */
PyObject *compare(PyObject *self, PyObject *other, int op)
{
	PyObject *iterator = NULL;

	switch (op) {
	case Py_LT:
	case Py_LE:
	case Py_EQ:
		Py_RETURN_TRUE;
	case Py_NE:
	case Py_GT:
		Py_RETURN_FALSE;
	case Py_GE:
		iterator = PyObject_GetIter(other);
		if (!iterator)
			goto fail;
		Py_DECREF(iterator);
		Py_RETURN_TRUE;
	}
fail:
	return NULL;
}

/* the macro of some project */
PyObject *next_of(PyObject *object)
{
	PyObject *iterator = PyObject_GetIter(object), *item;

	if (UNLIKELY(iterator == NULL))
		return NULL;
	item = PyIter_Next(iterator);
	Py_DECREF(iterator);
	if (_MY_UNLIKELY(item == NULL))
		return NULL;
	return item;
}

/* a library is newer than any that is asked for */
int keep_error(PyObject *object)
{
	PyObject *type, *value, *traceback;
	int restore = 1;

	PyErr_Fetch(&type, &value, &traceback);
	if (PyObject_Size(object) < 0) {
		PyErr_Clear();
#if SQLITE_VERSION_NUMBER < 3003003
		restore = 0;
#endif
	}
	if (restore)
		PyErr_Restore(type, value, traceback);
	return 0;
}

/* a call that gives 0 unless it fails has left an error where it gives something else */
PyObject *numbers(void)
{
	PyObject *number = NULL, *set = PySet_New(NULL);

	if (!set)
		return NULL;
	for (int i = 0; i < 9; i++) {
		number = PyLong_FromLong(i);
		if (!number)
			goto finally;
		if (0 != PySet_Add(set, number))
			goto finally;
		Py_CLEAR(number);
	}
finally:
	if (PyErr_Occurred()) {
		Py_CLEAR(set);
		Py_CLEAR(number);
	}
	return set;
}

/* items of an array that nobody changes */
int repeat(void **types, char *out, size_t size)
{
	char *buffer;

	if (types[0] == types[1]) {
		buffer = PyMem_RawMalloc(size);
		if (buffer == NULL)
			return -1;
	} else {
		buffer = out;
	}
	buffer[0] = 0;
	if (types[0] == types[1])
		PyMem_RawFree(buffer);
	return 0;
}
