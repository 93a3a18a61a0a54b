// A header that is C++ by its looks: objects that nobody here knows are made of references.
#include <Python.h>

namespace ext {
struct stolen {};
class handle;
class object;
template <typename T> T steal(handle h)
{
	return {h, stolen{}};
}

inline object text_of(PyObject *value)
{
	PyObject *text = PyObject_Str(value);
	if (!text)
		throw error_already_set();
	return steal<object>(text);
}
} // namespace ext
