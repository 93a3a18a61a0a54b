static PyObject *cache;
extern PyObject *elsewhere;
struct thing { PyObject *a; };
void store(struct thing *t, PyObject **out, PyObject *v, PyObject *list[])
{
	struct thing here;
	PyObject *(*call)(PyObject *) = named;
	static int times = 0;

	t->a = v;
	(*t).a = v;
	here.a = (PyObject *)v;
	*out = v;
	list[0] = t->a;
	cache = v;
	elsewhere = v;
	times++;
	v += 1;
	fill(&v, &t->a, &list[1], &store);
	call(v);
	(*call)(v);
	t->a->ob_type->tp_free(v);
}
