/* The same work on many items, on several processors. */
#ifndef PROXYLINT_BASE_PARALLEL_H
#define PROXYLINT_BASE_PARALLEL_H

#include "base/base.h"

/* How many threads run at once on this machine; at least 1. */
unsigned parallel_processors(void);

/* Calls work(context, item, worker) for each item below `count`, each once (unless the program is
 * to stop: some are left out then), in no order, on up to `workers` threads, this one included;
 * `worker` counts them from 0. Returns when all is done. Where threads cannot be had, fewer do it.
 */
void parallel_each(unsigned workers, uint32_t count,
        void (*work)(void *context, uint32_t item, unsigned worker), void *context);

#endif
