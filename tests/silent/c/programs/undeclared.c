/* What is not declared is no function of a file that happens to have one of that name: it may be a macro
 * of a header that is not here. */
#include <Python.h>
#include <elsewhere.h>

int use_rare(PyObject *of)
{
	PyObject *it = rarely_made(of);

	return it ? PyObject_IsTrue(it) : -1;
}
