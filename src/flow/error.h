/*
 * The error that is pending: a function that fails leaves one, and whoever
 * gets a failure must pass it on or take it away. One of these is part of
 * every state. What a call left may hang on its result: then the test of that
 * result tells.
 */
#ifndef PROXYLINT_FLOW_ERROR_H
#define PROXYLINT_FLOW_ERROR_H

#include <stdint.h>

enum pending_kind {
	PENDING_ENTRY, /* as it was when the function was entered */
	PENDING_NONE,
	PENDING_SET,
	PENDING_UNKNOWN,
};

enum pending_when {
	WHEN_SETTLED,  /* nothing hangs on a result */
	WHEN_NULL,     /* one is pending if that result is null */
	WHEN_NEGATIVE, /* ... is negative */
	WHEN_NONZERO,  /* ... is not 0 */
	WHEN_ZERO,     /* ... is 0 */
};

struct pending_error {
	uint32_t call; /* whose result tells, unless settled */
	uint8_t now; /* enum pending_kind: what holds if that call went well, or if it is settled */
	uint8_t when;    /* enum pending_when */
	uint8_t failed;  /* enum pending_kind: what holds if that call failed */
	uint8_t several; /* others may have failed before it, and nobody asked */
};

#endif
