#ifndef MACROS_H
#define MACROS_H

#include "marks.h"

#define MAKE_LIST() PyList_New(0)

#ifdef HEADERS_DEBUG
#define GIVE_UP(o) return NULL
#else
#define GIVE_UP(o)         \
	do {               \
		Py_DECREF(o); \
		return NULL; \
	} while (0)
#endif

#if defined(HEADERS_OLD) && HEADERS_OLD < 3
#define LEAVE(o) return NULL
#else
#define LEAVE(o) GIVE_UP(o)
#endif

#endif
