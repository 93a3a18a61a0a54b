#include <Python.h>
#if PY_MAJOR_VERSION < 3
int old(void) { return 2; }
#elif PY_VERSION_HEX >= 0x03080000 && defined(PY_VERSION_HEX)
int new(void) { return 3; }
#else
int middle(void) {
#endif
#if 0
don't
#endif
int split(int a)
{
#ifdef HAVE_THAT
	if (a) {
#else
	if (!a) {
#endif
		f();
	}
#ifndef HAVE_THAT
	g();
#endif
#if defined(_WIN32) || UNKNOWN(1, 2)
	h();
#endif
	return 0;
}
#define LEVEL 4
#if LEVEL > 3 && !(LEVEL == 5)
int level(void) { return LEVEL; }
#endif
