void literals(int a, char *b)
{
	f(1, 0x10UL, -1, 1.5, 'a', '\0', "a\n\"b\"", "a" "b", "a" PRId64, NULL, true, sizeof(a));
	a = (f(), g(a));
	b = a ? "x" : 0;
	b = f(b) ?: "y";
	a = ({ int t = f(); t + 1; });
	PyObject *items[] = {b, f()};
	struct pair p = {.a = f(), .b = {1, 2}};
	a = b[0] + (int)*b - ~a;
	(void)f(b->c);
	exit(1);
	g();
}
