static PyObject *method(PyObject *self, PyObject *args) { return helper(args); }
static PyObject *helper(PyObject *args) { return args; }
static void uncalled(void) {}
int outside(void) { return 0; }
static PyMethodDef methods[] = {{"method", (PyCFunction)method, METH_VARARGS, NULL}, {NULL}};
PyMODINIT_FUNC PyInit_it(void) { static struct PyModuleDef def = {.m_methods = methods}; return PyModule_Create(&def); }
