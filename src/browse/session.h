/*
 * Private to page.c: the sessions of a page that is being visited, and all
 * that is said to them and by them.
 *
 * Calls do not wait; whoever needs an answer asks visit_await() for it, which
 * takes what comes in between.
 */
#ifndef PROXYLINT_BROWSE_SESSION_H
#define PROXYLINT_BROWSE_SESSION_H

#include "base/map.h"
#include "browse/browser.h"
#include "browse/page.h"

/* A page, a frame or a worker. */
struct session {
	const char *id;
	int file;      /* of its records, or -1 */
	bool begun;    /* an interpreter runs in it */
	bool resting;  /* it said so */
	bool gone;     /* before it could write its end */
	uint32_t call; /* a question it has not answered yet, or 0 */
};

struct visit {
	struct arena *arena;
	const struct page_run *run;
	struct page_result *result;
	struct browser browser;
	struct arena message; /* of the message at hand */
	const char *url;
	const char *served, *folder; /* the URL of a folder that we serve, and its path; or NULL */
	const char *shim;            /* the script for sessions */
	VEC(struct session *) sessions;
	struct session *page;
	struct map requests; /* id → its URL, while it is under way */
	uint32_t files, under_way;
	int64_t moved; /* when the last request began or ended, or the last record came */
	bool loaded, failed_to_write;
	const char *refused; /* why the page could not be opened, or NULL */
	uint32_t awaited;    /* a call whose answer is waited for */
	bool answered;
};

int64_t now_ms(void);
/* Something the user should know; each only once. */
void visit_say(struct visit *visit, const char *message);

/* {"name":"text"} and nothing else, in the arena of the message. */
const char *visit_one_text(struct visit *visit, const char *name, const char *text);
/* Both give the id of the call. `session` NULL: the browser itself. */
uint32_t visit_call(struct visit *visit, const struct session *session, const char *method,
        const char *parameters);
uint32_t visit_evaluate(struct visit *visit, const struct session *session, const char *script);
/* The shim's files in one script, and what starts it. */
const char *visit_shim_script(struct visit *visit);

/* NULL: there is none. */
struct session *session_named(struct visit *visit, const char *id);
struct session *session_new(struct visit *visit, const char *id);
/* What runs in it from now on finds the shim there; what it starts will wait for us. */
void session_prepare(struct visit *visit, struct session *session, const char *type);

/* Takes one message, if one comes in time, and gives it, valid until the next one. What it says of
 * a session that was made by an answer is kept by whoever waits for that. */
const struct data_value *visit_step(struct visit *visit, int milliseconds);
/* The result of a call, valid until the next message; NULL when it did not come. */
const struct data_value *visit_await(struct visit *visit, uint32_t id, int milliseconds);

#endif
