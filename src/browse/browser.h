/*
 * A headless Chromium at the other end of a pipe, spoken to in its DevTools
 * protocol: JSON objects, a NUL after each.
 *
 * A session is a page, frame or worker; NULL is the browser itself. Calls do
 * not wait: their answers come among the messages, by id.
 */
#ifndef PROXYLINT_BROWSE_BROWSER_H
#define PROXYLINT_BROWSE_BROWSER_H

#include "data/data.h"

#include <sys/types.h>

struct browser {
	pid_t pid;
	int to, from;
	uint32_t calls;
	struct buf in; /* bytes of messages that were not taken yet */
	bool ended;    /* it is gone, or does not listen any more */
};

/* `profile`: a folder for it to write in. False with *error when there is none, or it does not
 * start. */
bool browser_start(
        struct arena *arena, struct browser *browser, const char *profile, const char **error);
/* `parameters`: a JSON object, or NULL. Gives the call's id. */
uint32_t browser_call(
        struct browser *browser, const char *session, const char *method, const char *parameters);
/* The next message, in the arena; NULL when none came in `milliseconds` or it has ended. */
const struct data_value *browser_next(
        struct browser *browser, struct arena *arena, int milliseconds);
/* Ends it, by force if need be. */
void browser_stop(struct browser *browser);

#endif
