/* Findings as bytes and back, for the cache. */
#ifndef PROXYLINT_DIAG_PACK_H
#define PROXYLINT_DIAG_PACK_H

#include "base/pack.h"
#include "diag/diag.h"

void findings_pack(const struct findings *findings, struct buf *out);
/* Adds to `findings`; what is broken adds nothing that is half read. */
void findings_unpack(struct unpack *from, struct findings *findings);

#endif
