/*
 * verify: lint or read findings, run the program or read records, hold one
 * against the other, report.
 *
 * What a program or a shim could not do is said before the report; what was
 * seen until then is judged all the same.
 */
#define _XOPEN_SOURCE 700 /* realpath, nftw */
#include "cli/view.h"

#include "base/file.h"
#include "browse/page.h"
#include "proof/proof.h"
#include "text/lines.h"
#include "diag/read.h"
#include "verify/verify.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_SECONDS 60 /* that a page may take */

struct verify {
	const struct options *options;
	struct arena *arena;
	struct view view;
	struct check_request request;
	struct check_result checked; /* of the request; empty where findings were given */
	struct findings findings;
	struct records records;
	struct lines lines;
	const char *temporary; /* a folder to be removed, or NULL */
	bool trouble;
};

static bool fail(struct verify *verify, const char *message)
{
	cli_fail("%s", message);
	verify->trouble = true;
	return false;
}

/* ---- findings ---- */

/* Findings are sorted by path once they are judged. */
static void count_files(const struct findings *findings, struct summary *summary)
{
	for (uint32_t i = 0; i < findings->list.n; i++)
		summary->files += !i ||
		        !same(findings->list.at[i].place.path, findings->list.at[i - 1].place.path);
}

static bool read_findings(struct verify *verify)
{
	const struct texts *files = &verify->options->values[OPTION_FINDINGS];
	struct summaries summaries = {0};

	for (uint32_t i = 0; i < files->list.n; i++) {
		const char *error = findings_read(&verify->findings, files->list.at[i], &summaries);

		if (error)
			return fail(verify, error);
	}
	return true;
}

/* What the linter has to say that was not said yet. */
static void say_messages(struct verify *verify)
{
	struct buf *messages = &verify->checked.messages;

	verify->trouble = verify->trouble || verify->checked.trouble;
	if (messages->n && (verify->checked.trouble || !verify->view.quiet))
		fwrite(messages->at, 1, messages->n, stderr);
	messages->n = 0;
}

static bool lint(struct verify *verify)
{
	struct check_request *request = &verify->request;

	if (!view_read_request(verify->options, request))
		return false;
	request->paths.n = verify->options->before_dashes;
	if (!request->paths.n)
		request->paths = check_here;
	check_paths(verify->arena, request, &verify->checked);
	verify->findings = verify->checked.findings;
	say_messages(verify);
	return true;
}

/* ---- records ---- */

static const char *temporary_folder(struct verify *verify)
{
	const char *parent = getenv("TMPDIR");
	char *folder = arena_printf(
	        verify->arena, "%s/proxylint-XXXXXX", parent && *parent == '/' ? parent : "/tmp");

	if (!mkdtemp(folder)) {
		cli_fail("cannot make a folder for records: %s: %s", folder, strerror(errno));
		return NULL;
	}
	verify->temporary = folder;
	return folder;
}

/* Where the program's records go; absolute, for it may change its working directory. */
static const char *records_folder(struct verify *verify)
{
	const char *folder = option_value(verify->options, OPTION_RECORDS);
	char *absolute;

	if (!folder)
		return temporary_folder(verify);
	if (mkdir(folder, 0777) && errno != EEXIST) {
		cli_fail("cannot make the folder %s: %s", folder, strerror(errno));
		return NULL;
	}
	absolute = realpath(folder, NULL);
	folder = absolute ? arena_strdup(verify->arena, absolute) : folder;
	free(absolute);
	if (access(folder, W_OK | X_OK)) {
		cli_fail("cannot write records into %s: %s", folder, strerror(errno));
		return NULL;
	}
	return folder;
}

static const char *const *command_of(struct verify *verify)
{
	const struct options *options = verify->options;
	uint32_t n = options->operands.list.n - options->before_dashes;
	const char **command = arena_array(verify->arena, const char *, n + 1);

	memcpy(command, options->operands.list.at + options->before_dashes, n * sizeof(*command));
	return command;
}

static const char *modules_of(struct verify *verify)
{
	struct texts globs = option_list(verify->options, OPTION_MODULE);
	const char *all = NULL;

	for (uint32_t i = 0; i < globs.list.n; i++)
		all = all ? arena_printf(verify->arena, "%s:%s", all, globs.list.at[i])
		          : globs.list.at[i];
	return all;
}

static bool read_number(
        const struct options *options, enum option option, const char *name, const char **value)
{
	const char *word = option_value(options, option);
	char *end;
	long number;

	*value = word;
	if (!word)
		return true;
	errno = 0;
	number = strtol(word, &end, 10);
	if (!errno && end != word && !*end && number >= 1 && number <= 10000)
		return true;
	cli_fail("value '%s' of --%s is not a number from 1 to 10000", word, name);
	return false;
}

static void say_status(struct verify *verify, int status)
{
	if (status > 128)
		cli_fail("the program was ended by signal %d (%s); what was seen until then "
		         "follows, and nothing is refuted",
		        status - 128, strsignal(status - 128));
	else if (status)
		cli_fail("the program ended with status %d", status);
	verify->trouble = verify->trouble || status;
}

static bool run_program(struct verify *verify)
{
	const struct options *options = verify->options;
	struct verify_run run = {.command = command_of(verify),
	        .modules = modules_of(verify),
	        .recompile = option_holds(options, OPTION_RECOMPILE, false)};
	const char *error = NULL;
	int status;

	if (!read_number(options, OPTION_REPETITIONS, "repetitions", &run.repetitions) ||
	        !read_number(options, OPTION_TRACEMALLOC, "tracemalloc", &run.tracemalloc))
		return false;
	run.records = records_folder(verify);
	if (!run.records)
		return false;
	run.lines = path_join(verify->arena, run.records, "lines");
	if (!verify_write_lines(verify->arena, run.lines, &verify->findings, &error))
		return fail(verify, error);
	status = verify_run(verify->arena, &run, &error);
	if (status < 0)
		return fail(verify, error);
	say_status(verify, status);
	records_read(&verify->records, run.records);
	if (!verify->records.runs.n)
		return fail(
		        verify, "no records: no Python or Node that a shim could watch was run");
	return true;
}

static bool run_page(struct verify *verify)
{
	const struct options *options = verify->options;
	struct page_run run = {.target = option_value(options, OPTION_PAGE),
	        .act = option_value(options, OPTION_ACT)};
	struct page_result result = {0};
	const char *error = NULL, *seconds;

	if (!read_number(options, OPTION_PAGE_SECONDS, "page-seconds", &seconds) ||
	        !read_number(options, OPTION_TRACEMALLOC, "tracemalloc", &run.tracemalloc))
		return false;
	run.seconds = seconds ? (unsigned)strtoul(seconds, NULL, 10) : PAGE_SECONDS;
	run.records = records_folder(verify);
	if (!run.records)
		return false;
	if (!page_run(verify->arena, &run, &result, &error))
		return fail(verify, error);
	for (uint32_t i = 0; i < result.messages.n; i++)
		cli_fail("%s", result.messages.at[i]);
	verify->trouble = verify->trouble || result.crashed;
	records_read(&verify->records, run.records);
	return verify->records.runs.n > 0;
}

static bool read_records(struct verify *verify)
{
	const struct texts *paths = &verify->options->values[OPTION_RECORDS];

	for (uint32_t i = 0; i < paths->list.n; i++)
		if (!records_read(&verify->records, paths->list.at[i]))
			verify->trouble = true;
	return true;
}

/* Did Python run without anything that the CPython shim could watch? */
static bool watched_nothing(const struct records *records)
{
	uint32_t modules = 0, others = 0;

	for (uint32_t i = 0; i < records->runs.n; i++) {
		modules += records->runs.at[i]->modules;
		others += !same(records->runs.at[i]->shim, "cpython");
	}
	return records->runs.n && !modules && !others;
}

static void say_warnings(struct verify *verify)
{
	if (watched_nothing(&verify->records))
		fputs("proxylint: no extension module that was built from files of this folder was "
		      "loaded; --module=GLOBS names others\n",
		        stderr);
	for (uint32_t i = 0; i < verify->records.warnings.n; i++)
		fprintf(stderr, "proxylint: %s\n", verify->records.warnings.at[i]);
	for (uint32_t i = 0; i < verify->records.runs.n; i++) {
		const struct record_run *run = verify->records.runs.at[i];

		/* what watches references says nothing of processes that had none */
		if (run->complete || (!run->sites && !run->exact))
			continue;
		fprintf(stderr, "proxylint: %s (%s): %s\n", run->file, run->runtime, run->trouble);
		verify->trouble = true;
	}
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *at)
{
	(void)status;
	(void)type;
	(void)at;
	return remove(path);
}

/* ---- the report ---- */

/* What was run, as somebody would type it. */
static const char *command_text(struct verify *verify)
{
	const struct options *options = verify->options;
	const char *page = option_value(options, OPTION_PAGE), *text = NULL;

	if (page)
		return arena_printf(verify->arena, "proxylint verify --page %s", page);
	for (uint32_t i = options->before_dashes; i < options->operands.list.n; i++)
		text = arena_printf(verify->arena, "%s %s", text ? text : "proxylint verify --",
		        options->operands.list.at[i]);
	return text;
}

/* The page for people, after everything else: it shows what the other reports tell. */
static enum exit_status write_page(
        struct verify *verify, struct verify_result *result, enum exit_status status)
{
	const char *path = option_value(verify->options, OPTION_REPORT);
	struct proof proof = {&verify->findings, result, &verify->records, command_text(verify)};
	struct report page = view_report(
	        &verify->view, (struct view_lines){lines_text, &verify->lines, lines_locate});
	struct buf out = {0};
	int error;

	if (!path)
		return status;
	verify_collect(&verify->findings, &verify->records, result);
	page.out = &out;
	proof_write(&page, &proof);
	error = file_write(path, (struct str){out.at, out.n});
	buf_free(&out);
	return error ? cli_fail("cannot write %s: %s", path, strerror(error)) : status;
}

/* Those with the verdict `missed` move to another list. */
static struct findings take_missed(struct findings *findings)
{
	struct findings missed = {.arena = findings->arena};
	uint32_t kept = 0;

	for (uint32_t i = 0; i < findings->list.n; i++) {
		if (findings->list.at[i].verdict == VERDICT_MISSED)
			vec_push(findings->arena, &missed.list, findings->list.at[i]);
		else
			findings->list.at[kept++] = findings->list.at[i];
	}
	findings->list.n = kept;
	return missed;
}

/* Settings, comments and the baseline count for what the linter missed as for what it found. */
static void settle_missed(struct verify *verify, struct summary *summary)
{
	struct findings missed = take_missed(&verify->findings);

	if (!missed.list.n)
		return;
	if (!verify->checked.project && view_read_request(verify->options, &verify->request))
		check_nothing(verify->arena, &verify->request, &verify->checked);
	if (!verify->checked.project)
		return;
	check_hide(&verify->checked, &missed, &verify->findings);
	say_messages(verify);
	for (uint32_t i = 0; i < missed.list.n; i++) {
		summary->suppressed += missed.list.at[i].suppressed != SUPPRESSED_NOT;
		vec_push(verify->arena, &verify->findings.list, missed.list.at[i]);
	}
	findings_sort(&verify->findings);
}

static enum exit_status report(struct verify *verify)
{
	struct verify_result result = {.arena = verify->arena};
	struct summary summary = verify->checked.summary;
	bool linted = verify->checked.project != NULL;
	struct buf out = {0};
	enum exit_status status = EXIT_CLEAN;

	verify_judge(&verify->findings, &verify->records, &result);
	findings_seal(&verify->findings, lines_text, &verify->lines);
	settle_missed(verify, &summary);
	verify_count(&verify->findings, &result);
	view_count(&verify->findings, &summary);
	if (!linted)
		count_files(&verify->findings, &summary);
	memcpy(summary.verdicts, result.counts, sizeof(summary.verdicts));
	if (!view_show(&verify->view, &verify->findings, &summary,
	            (struct view_lines){lines_text, &verify->lines, lines_locate}, &out))
		verify->trouble = true;
	if (verify->trouble)
		status = EXIT_TROUBLE;
	if (result.counts[VERDICT_CONFIRMED] + result.counts[VERDICT_MISSED])
		status = EXIT_FINDINGS;
	status = write_page(verify, &result, cli_write(&out, status));
	buf_free(&out);
	return status;
}

static enum exit_status verify_all(struct verify *verify)
{
	const struct options *options = verify->options;
	bool program = options->operands.list.n > options->before_dashes;
	bool page = option_given(options, OPTION_PAGE);

	if (!program && !page && !option_given(options, OPTION_RECORDS))
		return cli_fail("'verify' needs a program after '--', --page or --records");
	if (program && page)
		return cli_fail("'verify' runs a program or a page, not both at once");
	if (!view_read(options, &verify->view))
		return EXIT_TROUBLE;
	if (!option_given(options, OPTION_NOTES))
		verify->view.notes_wanted = true;
	if (!(option_given(options, OPTION_FINDINGS) ? read_findings : lint)(verify))
		return EXIT_TROUBLE;
	if (!(program ? run_program : page ? run_page : read_records)(verify))
		return EXIT_TROUBLE;
	say_warnings(verify);
	return report(verify);
}

enum exit_status command_verify(const struct options *options)
{
	struct arena *arena = options->arena;
	struct verify verify = {.options = options,
	        .arena = arena,
	        .findings = {.arena = arena, .root = check_home(arena).root},
	        .records = {.arena = arena},
	        .lines = {.arena = arena}};
	enum exit_status status = verify_all(&verify);

	if (verify.temporary)
		nftw(verify.temporary, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	if (verify.checked.project)
		check_free(&verify.checked);
	lines_free(&verify.lines);
	return status;
}
