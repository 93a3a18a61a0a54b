/*
 * Findings as LSP has them. An analysis runs in a process of its own and
 * sends one JSON object back:
 *
 *     {"files": {PATH: [FINDING...]}, "messages": TEXT}
 *     FINDING = {"diagnostic": DIAGNOSTIC, "rule": NAME, "summary": TEXT,
 *                "languages": TEXT, "cross": BOOL, "fingerprint": HEX,
 *                "fixes": [{"title", "safety", "changes": {URI: [TEXTEDIT...]}}...]}
 *
 * `cross`: a step of it stands in another file. Every file that was looked at
 * has an entry, also without findings.
 */
#ifndef PROXYLINT_LSP_FINDINGS_H
#define PROXYLINT_LSP_FINDINGS_H

#include "engine/check.h"
#include "lsp/position.h"
#include "rule/page.h"

#include <jansson.h>

struct findings_view {
	enum encoding encoding;
	bool notes; /* also findings that are notes */
};

/* The object of a finished check; the caller owns it. */
json_t *findings_json(struct arena *arena, struct check_result *result,
        const struct check_request *request, struct findings_view view);

#endif
