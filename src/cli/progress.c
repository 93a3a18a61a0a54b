/*
 * A line that tells how far a long run is, on a terminal only. It goes when
 * the run ends.
 */
#include "cli/check.h"

#include "base/clock.h"

#include <stdio.h>
#include <unistd.h>

/* Nanoseconds: who waits shorter than the first needs no line; more often than the second nobody
 * reads it. */
static const uint64_t patience = 1000000000, interval = 100000000;

static void tell(void *context, uint32_t done, uint32_t all)
{
	struct progress *progress = context;
	uint64_t now = clock_now();

	if (now - progress->began < patience || now - progress->told < interval)
		return;
	progress->told = now;
	fprintf(stderr, "\r%u of %u files\033[K", (unsigned)done, (unsigned)all);
	fflush(stderr);
}

void progress_begin(struct progress *progress, struct check_request *request, bool quiet)
{
	*progress = (struct progress){.began = clock_now()};
	if (quiet || !isatty(STDERR_FILENO))
		return;
	request->progress = tell;
	request->progress_context = progress;
}

void progress_end(const struct progress *progress)
{
	if (progress->told)
		fputs("\r\033[K", stderr);
}
