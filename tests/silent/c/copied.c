/* References whose bytes are copied, and a function that has failed when it is called. */
#include <Python.h>
#include <string.h>

extern PyObject *refuse(const char *why) __attribute__((cpychecker_sets_exception));

void copy_called(char *to, PyObject *callable)
{
	PyObject *result = PyObject_CallNoArgs(callable);

	memcpy(to, &result, sizeof(result));
}

static void put(char *to, PyObject *item)
{
	Py_INCREF(item);
	memcpy(to, &item, sizeof(item));
}

int fill(char *to, Py_ssize_t count)
{
	PyObject *item = PyList_New(0);

	if (!item)
		return -1;
	while (count-- > 0)
		put(to + count * sizeof(item), item);
	Py_DECREF(item);
	return 0;
}

int check(const char *text)
{
	if (!*text) {
		refuse("no text");
		return -1;
	}
	return 0;
}
