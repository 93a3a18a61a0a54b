#include "lsp/job.h"

#include "base/file.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { READ_SIZE = 65536 };

NORETURN static void analyse(
        int out, const struct check_request *request, struct findings_view view)
{
	struct arena arena = {0};
	struct check_result result;
	char *text;

	/* what a library prints must not get between the messages */
	dup2(STDERR_FILENO, STDOUT_FILENO);
	check_paths(&arena, request, &result);
	text = json_dumps(findings_json(&arena, &result, request, view), JSON_COMPACT);
	_exit(text && file_write_open(out, str_of(text)) == 0 ? 0 : 1);
}

bool job_start(struct job *job, const struct check_request *request, struct findings_view view)
{
	int ends[2];

	if (pipe(ends))
		return false;
	*job = (struct job){.child = fork(), .out = ends[0]};
	if (job->child == 0) {
		close(ends[0]);
		analyse(ends[1], request, view);
	}
	close(ends[1]);
	if (job->child > 0)
		return true;
	close(ends[0]);
	job->child = 0;
	return false;
}

static int wait_for(pid_t child)
{
	int status = 1;

	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void end(struct job *job)
{
	close(job->out);
	buf_free(&job->answer);
	job->child = 0;
}

bool job_read(struct job *job, json_t **found)
{
	char block[READ_SIZE];
	ssize_t got = read(job->out, block, sizeof(block));

	if (got > 0) {
		buf_add(&job->answer, block, (size_t)got);
		return false;
	}
	if (got < 0 && errno == EINTR)
		return false;
	*found = NULL;
	if (wait_for(job->child) == 0 && job->answer.n)
		*found = json_loadb(job->answer.at, job->answer.n, 0, NULL);
	end(job);
	return true;
}

void job_cancel(struct job *job)
{
	if (!job->child)
		return;
	kill(job->child, SIGKILL);
	wait_for(job->child);
	end(job);
}
