/*
 * Looking into the engine: --dump=summary and --dump=states. Private to flow/.
 */
#ifndef PROXYLINT_FLOW_DUMP_H
#define PROXYLINT_FLOW_DUMP_H

#include "flow/solve.h"

void dump_summary(const struct func_info *info, struct buf *out);
/* The states that each block of the solved function was entered with. */
void dump_states(struct solver *solver, struct buf *out);

#endif
