/*
 * Findings × records → verdicts, by the table at the end of src/shim/FORMAT.md.
 *
 * A verdict is drawn from the worst that was seen: one window in which objects
 * were certainly lost confirms, one in which they may have been is enough not
 * to refute. Nothing is refuted by a run that did not end, nor a path by a run
 * that did not take it.
 */
#include "verify/match.h"

enum watch { WATCH_NOTHING, WATCH_LOST, WATCH_LOST_ON_PATH, WATCH_USE };

struct judge {
	struct arena *arena;
	const struct records *records;
	const struct finding *finding;
	const struct verify_proof *proof;
};

struct judgement {
	enum verdict verdict;
	const char *evidence;
};

static enum watch watch_of(const char *rule)
{
	static const struct {
		const char *rule;
		enum watch watch;
	} rows[] = {
#define WATCH(rule, what) {rule, WATCH_##what},
#include "verify/watch.def"
#undef WATCH
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (str_glob(rows[i].rule, rule))
			return rows[i].watch;
	return WATCH_NOTHING;
}

/* ---- one window ---- */

static const struct record_point *last_point(const struct record_window *window)
{
	return window->points.n ? &window->points.at[window->points.n - 1] : NULL;
}

/* Did the fewest lost grow at every point, to at least one for each repetition? */
static bool grew(const struct record_window *window)
{
	int64_t before = 0;

	for (uint32_t i = 0; i < window->points.n; i++) {
		if (window->points.at[i].fewest <= before)
			return false;
		before = window->points.at[i].fewest;
	}
	return window->points.n > 1 && before >= window->reps;
}

/* Did the later repetitions lose nothing? A runtime may use memory again for something of its own
 * without anybody seeing it, so that a few things seem left over once; what is lost in each run
 * grows. */
static bool settled(const struct record_window *window)
{
	const struct record_point *first = window->points.n > 1 ? &window->points.at[0] : NULL;

	return first && first->most == last_point(window)->most && first->most < first->reps;
}

static bool may_be_lost(const struct record_site *site, const struct record_window *window)
{
	const struct record_point *last = last_point(window);

	return last && last->most > 0 && (site->run->exact || !settled(window));
}

static bool surely_lost(const struct record_site *site, const struct record_window *window)
{
	const struct record_point *last = last_point(window);

	return last && (site->run->exact ? last->fewest > 0 : grew(window));
}

static const char *in_test(struct arena *arena, const struct record_window *window)
{
	return *window->name ? arena_printf(arena, " of %s", window->name) : "";
}

static const char *loss_text(
        struct arena *arena, const struct record_site *site, const struct record_window *window)
{
	const struct record_point *last = last_point(window);
	const char *gc = "";

	if (window->only_gc)
		gc = arena_printf(
		        arena, " (%ld of them until a garbage collection)", (long)window->only_gc);
	if (window->reps <= 1)
		return arena_printf(arena, "%ld of %ld %s lost%s%s%s", (long)last->fewest,
		        (long)window->acquired, site->run->exact ? "objects" : "references", gc,
		        *window->name ? " in one run" : " in the whole run",
		        in_test(arena, window));
	return arena_printf(arena, "%ld of %ld %s lost in %u repetitions%s%s", (long)last->fewest,
	        (long)window->acquired, site->run->exact ? "objects" : "references",
	        (unsigned)window->reps, gc, in_test(arena, window));
}

static const char *holder_text(struct arena *arena, const struct record_window *window)
{
	const struct record_place *by = &window->held_by;

	if (!by->line)
		return "";
	return arena_printf(arena, " (allocated at %s:%u)", by->path, (unsigned)by->line);
}

/* Why a window that may have lost something proves nothing. */
static const char *doubt_text(
        struct arena *arena, const struct record_site *site, const struct record_window *window)
{
	const struct record_point *last = last_point(window);
	const char *where = in_test(arena, window);

	if (window->held && site->run->exact)
		return arena_printf(arena,
		        "%ld may be lost, but is still reachable: it may be in use as long as the "
		        "program runs%s",
		        (long)last->most, where);
	if (window->held)
		return arena_printf(arena,
		        "nothing accounts for %ld references%s, but memory of the module points to "
		        "%ld of them%s and may own them",
		        (long)last->most, where, (long)window->held, holder_text(arena, window));
	if (window->once)
		return arena_printf(arena, "%ld may be lost, but it could not be repeated (%s)%s",
		        (long)last->most, window->once, where);
	if (window->reps <= 1)
		return arena_printf(arena,
		        "%ld may be lost, but one run is no evidence: run it as a test under "
		        "pytest%s",
		        (long)last->most, where);
	if (last->fewest < last->most)
		return arena_printf(arena,
		        "between %ld and %ld of %ld references lost%s: other places give the same "
		        "objects",
		        (long)last->fewest, (long)last->most, (long)window->acquired, where);
	return arena_printf(arena, "%ld lost in %u repetitions%s: not one each", (long)last->fewest,
	        (unsigned)window->reps, where);
}

/* ---- all windows of all sites ---- */

/* What the windows of the matching sites come to. */
struct tally {
	int64_t acquired, immortal;
	const struct record_site *lost_site, *doubt_site, *weak_site;
	const struct record_window *lost;  /* the one that lost most, for certain */
	const struct record_window *doubt; /* one that may have lost */
	const struct record_window *weak;  /* the same, of one run only */
	uint32_t repeated;                 /* windows of tests that were repeated */
	bool left_over;                    /* early repetitions seem to have lost something */
	const struct record_run *unfinished;
};

static void tally_window(
        struct tally *tally, const struct record_site *site, const struct record_window *window)
{
	const struct record_point *last = last_point(window);

	tally->acquired += window->acquired;
	tally->immortal += window->immortal;
	tally->repeated += window->reps > 1;
	tally->left_over = tally->left_over || (settled(window) && last->most > 0);
	if (surely_lost(site, window)) {
		if (!tally->lost || last->fewest > last_point(tally->lost)->fewest) {
			tally->lost = window;
			tally->lost_site = site;
		}
	} else if (may_be_lost(site, window) && (window->reps > 1 || site->run->exact)) {
		tally->doubt = window;
		tally->doubt_site = site;
	} else if (may_be_lost(site, window)) {
		tally->weak = window;
		tally->weak_site = site;
	}
}

static struct tally tally_sites(const struct verify_proof *proof)
{
	struct tally tally = {0};

	for (uint32_t i = 0; i < proof->sites.n; i++) {
		const struct record_site *site = proof->sites.at[i];

		for (uint32_t w = 0; w < site->windows.n; w++)
			tally_window(&tally, site, &site->windows.at[w]);
		if (!site->run->complete)
			tally.unfinished = site->run;
	}
	/* what is left over from one run counts where nothing better is known */
	if (!tally.doubt && !tally.repeated) {
		tally.doubt = tally.weak;
		tally.doubt_site = tally.weak_site;
	}
	return tally;
}

/* ---- the path a finding names ---- */

/* Its last step, when a condition or an exception leads there; else NULL: whoever gets it loses it.
 */
static const struct place *path_end(const struct finding *finding)
{
	bool conditional = finding->step_count && watch_of(finding->rule) == WATCH_LOST_ON_PATH;

	for (uint32_t i = 0; i < finding->step_count; i++) {
		const char *kind = finding->steps[i].kind;

		conditional = conditional || same(kind, "branch") || same(kind, "throw");
	}
	return conditional ? &finding->steps[finding->step_count - 1].place : NULL;
}

/* The branch and where it leads on one line cannot be told apart. */
static bool shares_line(const struct finding *finding, const struct place *end)
{
	for (uint32_t i = 0; i + 1 < finding->step_count; i++) {
		const struct step *step = &finding->steps[i];

		if (!same(step->kind, "lost") && same(step->place.path, end->path) &&
		        step->place.line == end->line)
			return true;
	}
	return false;
}

static bool was_taken(const struct judge *judge, const struct place *end)
{
	if (shares_line(judge->finding, end))
		return false;
	for (uint32_t i = 0; i < judge->records->covers.n; i++) {
		const struct record_cover *cover = &judge->records->covers.at[i];

		if (cover->hit && match_place(end, &cover->place))
			return true;
	}
	return false;
}

/* Was it seen that the path was not taken? */
static bool was_avoided(const struct judge *judge, const struct place *end)
{
	bool sure = false;

	if (shares_line(judge->finding, end))
		return false;
	for (uint32_t i = 0; i < judge->records->covers.n; i++) {
		const struct record_cover *cover = &judge->records->covers.at[i];

		if (!match_place(end, &cover->place))
			continue;
		if (cover->hit)
			return false;
		sure = sure || cover->sure;
	}
	return sure;
}

/* ---- verdicts ---- */

/* Lost, be it on the path that the finding names or on another. */
static struct judgement judge_loss(const struct judge *judge, const struct tally *tally)
{
	const char *text = loss_text(judge->arena, tally->lost_site, tally->lost);
	const struct place *end = path_end(judge->finding);

	if (!end || !was_avoided(judge, end))
		return (struct judgement){VERDICT_CONFIRMED, text};
	return (struct judgement){VERDICT_PATH_NOT_REACHED,
	        arena_printf(judge->arena, "%s, but not here: line %u was never reached", text,
	                (unsigned)end->line)};
}

static struct judgement judge_unlost(const struct judge *judge, const struct tally *tally)
{
	const struct place *end = path_end(judge->finding);

	if (tally->unfinished)
		return (struct judgement){VERDICT_INCONCLUSIVE,
		        arena_printf(judge->arena, "nothing was lost, but %s",
		                tally->unfinished->trouble)};
	if (end && !was_taken(judge, end))
		return (struct judgement){VERDICT_PATH_NOT_REACHED,
		        arena_printf(judge->arena,
		                "nothing was lost, and the path to line %u was not seen to be "
		                "taken",
		                (unsigned)end->line)};
	return (struct judgement){VERDICT_REFUTED,
	        arena_printf(judge->arena,
	                tally->left_over ? "acquired %ld times; a few seem left over once, and "
	                                   "no more with each repetition"
	                                 : "acquired %ld times, and none was lost",
	                (long)tally->acquired)};
}

/* Nothing matched. Where places had no lines, that means nothing. */
static struct judgement judge_unseen(const struct judge *judge)
{
	bool native = str_starts(str_of(judge->finding->rule), "pyref/");

	for (uint32_t i = 0; i < judge->records->runs.n && !native; i++) {
		const char *blind_to = judge->records->runs.at[i]->blind_to;

		if (blind_to)
			return (struct judgement){VERDICT_UNOBSERVABLE,
			        arena_printf(judge->arena,
			                "nothing was seen to be acquired here, but not all can "
			                "be seen (%s)",
			                blind_to)};
	}
	for (uint32_t i = 0; i < judge->records->runs.n; i++) {
		const char *blind = judge->records->runs.at[i]->blind;

		if (blind && str_starts(str_of(judge->finding->rule), "py"))
			return (struct judgement){VERDICT_INCONCLUSIVE,
			        arena_printf(judge->arena,
			                "%s has no debug section: what it acquires has no place",
			                blind)};
	}
	for (uint32_t i = 0; i < judge->records->runs.n; i++) {
		const struct record_run *run = judge->records->runs.at[i];

		/* a shim that sees everything tells what it saw at the end */
		if (run->exact && !run->complete)
			return (struct judgement){VERDICT_INCONCLUSIVE,
			        arena_printf(judge->arena,
			                "nothing was seen to be acquired, but %s", run->trouble)};
	}
	return (struct judgement){VERDICT_NOT_REACHED, "nothing was acquired here"};
}

static struct judgement judge_lost(const struct judge *judge)
{
	struct tally tally = tally_sites(judge->proof);

	if (tally.lost)
		return judge_loss(judge, &tally);
	if (!tally.acquired)
		return judge_unseen(judge);
	if (tally.immortal >= tally.acquired)
		return (struct judgement){VERDICT_UNOBSERVABLE,
		        "only objects that never die were acquired here, or whose end cannot be "
		        "seen"};
	if (tally.doubt)
		return (struct judgement){VERDICT_INCONCLUSIVE,
		        doubt_text(judge->arena, tally.doubt_site, tally.doubt)};
	return judge_unlost(judge, &tally);
}

static const char *use_text(struct arena *arena, const struct record_use *use)
{
	const char *times = use->count > 1 ? arena_printf(arena, "%u times ", use->count) : "";

	if (!use->place.line)
		return arena_printf(arena, "used %safter its end (%s)", times, use->why);
	return arena_printf(arena, "used %safter its end (%s) at %s:%u", times, use->why,
	        use->place.path, (unsigned)use->place.line);
}

static struct judgement judge_use(const struct judge *judge)
{
	bool acquired = false;

	for (uint32_t i = 0; i < judge->proof->sites.n; i++) {
		const struct record_site *site = judge->proof->sites.at[i];

		for (uint32_t w = 0; w < site->windows.n; w++)
			acquired = acquired || site->windows.at[w].acquired > 0;
		if (site->uses.n)
			return (struct judgement){
			        VERDICT_CONFIRMED, use_text(judge->arena, &site->uses.at[0])};
	}
	if (!acquired)
		return judge_unseen(judge);
	return (struct judgement){
	        VERDICT_PATH_NOT_REACHED, "it was not seen to be used after its end"};
}

static struct judgement judge_finding(const struct judge *judge)
{
	switch (watch_of(judge->finding->rule)) {
	case WATCH_LOST:
	case WATCH_LOST_ON_PATH:
		return judge_lost(judge);
	case WATCH_USE:
		return judge_use(judge);
	default:
		return (struct judgement){VERDICT_UNOBSERVABLE, "no shim watches this rule"};
	}
}

/* Documented in README.md: what was seen to happen is an error, what was seen not to is a note. */
static enum severity severity_after(enum verdict verdict, enum severity severity)
{
	if (verdict == VERDICT_CONFIRMED || verdict == VERDICT_MISSED)
		return SEVERITY_ERROR;
	return verdict == VERDICT_REFUTED ? SEVERITY_NOTE : severity;
}

/* ---- what the linter missed ---- */

static const char *rule_for(const struct record_site *site)
{
	if (same(site->lang, "c") || same(site->lang, "zig"))
		return "pyref/leak";
	return site->api && same(site->api, "getBuffer") ? "pybuffer/leak" : "pyproxy/leak";
}

static struct finding missed_finding(struct arena *arena, const struct record_site *site,
        const struct record_window *window, const char *path)
{
	uint32_t column = site->place.column ? site->place.column : 1;
	const char *what = site->api ? arena_printf(arena, "what `%s` gives", site->api)
	                             : "what is acquired here";

	return (struct finding){.rule = rule_for(site),
	        .severity = SEVERITY_ERROR,
	        .confidence = CONFIDENCE_CERTAIN,
	        .retention = window->only_gc ? "soft" : "hard",
	        .place = {path, site->place.line, column, site->place.line, column + 1},
	        .function = site->place.function ? site->place.function : "",
	        .object = site->api,
	        .message = arena_printf(arena, "%s is lost", what),
	        .verdict = VERDICT_MISSED,
	        .evidence = loss_text(arena, site, window)};
}

/* An exact run shows single objects as well, and objects that something still holds: whether those
 * are lost, only a finding can say. */
static bool worth_reporting(const struct record_site *site, const struct record_window *window)
{
	return surely_lost(site, window) &&
	        last_point(window)->fewest - (site->run->exact ? window->held : 0) > 1;
}

/* Without a line nobody can say that no finding names it. */
static const struct record_window *worst_window(const struct record_site *site)
{
	const struct record_window *worst = NULL;

	for (uint32_t i = 0; site->place.line && i < site->windows.n; i++) {
		const struct record_window *window = &site->windows.at[i];

		if (worth_reporting(site, window) &&
		        (!worst || last_point(window)->fewest > last_point(worst)->fewest))
			worst = window;
	}
	return worst;
}

static bool is_named(const struct findings *findings, uint32_t count, const struct records *records,
        const struct record_site *site)
{
	for (uint32_t i = 0; i < count; i++) {
		struct verify_proof proof;

		/* one that is sure to be about another path explains nothing */
		if (watch_of(findings->list.at[i].rule) == WATCH_NOTHING ||
		        findings->list.at[i].verdict == VERDICT_PATH_NOT_REACHED)
			continue;
		proof = match_finding(findings->arena, &findings->list.at[i], records);
		for (uint32_t s = 0; s < proof.sites.n; s++)
			if (proof.sites.at[s] == site)
				return true;
	}
	return false;
}

static void add_missed(struct findings *findings, const struct records *records)
{
	uint32_t found = findings->list.n;

	for (uint32_t i = 0; i < records->sites.n; i++) {
		const struct record_site *site = records->sites.at[i];
		const struct record_window *window = worst_window(site);
		const char *path =
		        window ? match_project_path(findings->arena, site->place.path) : NULL;
		struct finding missed;

		if (!path || is_named(findings, found, records, site))
			continue;
		missed = missed_finding(findings->arena, site, window, path);
		vec_push(findings->arena, &findings->list, missed);
	}
}

void verify_judge(
        struct findings *findings, const struct records *records, struct verify_result *result)
{
	uint32_t found = findings->list.n;

	for (uint32_t i = 0; i < found; i++) {
		struct finding *finding = &findings->list.at[i];
		struct verify_proof proof = match_finding(result->arena, finding, records);
		struct judge judge = {result->arena, records, finding, &proof};
		struct judgement judgement = judge_finding(&judge);

		finding->verdict = judgement.verdict;
		finding->evidence = judgement.evidence;
		finding->severity = severity_after(finding->verdict, finding->severity);
	}
	add_missed(findings, records);
}

void verify_count(const struct findings *findings, struct verify_result *result)
{
	for (uint32_t i = 0; i < findings->list.n; i++)
		if (!findings->list.at[i].suppressed)
			result->counts[findings->list.at[i].verdict]++;
}

void verify_collect(const struct findings *findings, const struct records *records,
        struct verify_result *result)
{
	result->proofs = arena_array(result->arena, struct verify_proof, findings->list.n);
	for (uint32_t i = 0; i < findings->list.n; i++)
		result->proofs[i] = match_finding(result->arena, &findings->list.at[i], records);
}
