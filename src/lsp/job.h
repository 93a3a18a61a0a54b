/*
 * An analysis in a process of its own: it can be given up at any moment, what
 * it needed goes with it, and a crash of it is only a message.
 */
#ifndef PROXYLINT_LSP_JOB_H
#define PROXYLINT_LSP_JOB_H

#include "lsp/findings.h"

#include <sys/types.h>

struct job {
	pid_t child; /* 0: none is running */
	int out;     /* its answer */
	struct buf answer;
};

/* False when no process can be had. */
bool job_start(struct job *job, const struct check_request *request, struct findings_view view);
/* Reads some of the answer. True when it is whole: then *found is it, or NULL after a crash. */
bool job_read(struct job *job, json_t **found);
void job_cancel(struct job *job);

#endif
