/* Time that only moves forward. */
#ifndef PROXYLINT_BASE_CLOCK_H
#define PROXYLINT_BASE_CLOCK_H

#include <stdint.h>

/* Nanoseconds since some moment. */
uint64_t clock_now(void);

#endif
