/* Fields that a structure owns, and who takes it down. */
#include <Python.h>
#include <stddef.h>

typedef struct {
	PyObject_HEAD
	PyObject *name, *late, *shown, *lent, *twice;
} Node;

static int node_init(Node *self, PyObject *args, PyObject *kwargs)
{
	PyObject *name;

	if (!PyArg_ParseTuple(args, "O", &name))
		return -1;
	self->name = name;
	Py_INCREF(name);
	self->lent = name;
	((Node *)self)->late = PyList_New(0);
	if (!self->late)
		return -1;
	self->shown = Py_NewRef(name);
	return 0;
}

static int node_traverse(Node *self, visitproc visit, void *arg) /* expect: pyref/uncollectable */
{
	return 0;
}

static int node_clear(PyObject *op) /* expect: pyref/dealloc-leak */
{
	Node *self = (Node *)op;

	Py_CLEAR(self->shown);
	Py_CLEAR(self->name);
	return 0;
}

static void node_dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	node_clear(op);
	Py_TYPE(op)->tp_free(op);
}

static PyTypeObject NodeType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "nodes.Node",
	.tp_init = (initproc)node_init,
	.tp_dealloc = node_dealloc,
	.tp_traverse = (traverseproc)node_traverse,
	.tp_clear = node_clear,
};

/* a structure that is no object, and the function that frees it */
struct table {
	PyObject *keys, *values;
};

static void table_free(struct table *table) /* expect: pyref/dealloc-leak */
{
	Py_XDECREF(table->values);
	PyMem_Free(table);
}

static int table_fill(struct table *table)
{
	table->keys = PyList_New(0);
	if (!table->keys)
		return -1;
	table->values = PyDict_New();
	return table->values ? 0 : -1;
}

int table_try(void)
{
	struct table *table = PyMem_Calloc(1, sizeof(*table));
	int done;

	if (!table)
		return -1;
	done = table_fill(table);
	table_free(table);
	return done;
}

/* a module's state, in a table by position */
typedef struct {
	PyObject *error, *cache;
} State;

static State *get_state(PyObject *module)
{
	return (State *)PyModule_GetState(module);
}

static void state_clear(State *state) /* expect: pyref/dealloc-leak */
{
	Py_CLEAR(state->error);
}

static int exec(PyObject *module)
{
	State *state = get_state(module);

	state->error = PyErr_NewException("nodes.Error", NULL, NULL);
	if (!state->error)
		return -1;
	state->cache = PyDict_New();
	return state->cache ? 0 : -1;
}

static int module_clear(PyObject *module)
{
	state_clear(get_state(module));
	return 0;
}

static void module_free(void *module)
{
	module_clear((PyObject *)module);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, exec}, {0, NULL}};

static struct PyModuleDef nodes = {
	PyModuleDef_HEAD_INIT, "nodes", NULL, sizeof(State), NULL, slots, NULL, module_clear, module_free,
};

/* works on the structure, and forgets the structure */
typedef struct {
	PyObject_HEAD
	int handle;
} Handle;

extern void handle_close(int handle);

static void handle_dealloc(Handle *self) /* expect: pyref/dealloc-leak */
{
	handle_close(self->handle);
	self->handle = 0;
}

static PyTypeObject HandleType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "nodes.Handle",
	.tp_dealloc = (destructor)handle_dealloc,
};
