/*
 * Finds the questions of a function. Takes its instructions, gives each branch
 * that asks what another one asks the same number.
 *
 * A question is told by its text: the expression written out, with variables by
 * their numbers. Only what reads local variables, their fields and constants is
 * one, and calls of which a fact says that the same arguments always give the
 * same answer. What it reads must not change between the reading and the
 * branch: `i++ < n` is over when it is asked. A variable of the file is one
 * that only its functions change.
 *
 * Who has found that i < n need not ask whether i == n: of a branch that asks
 * for two things being equal, the question which of them is less is known too.
 */
#include "flow/question.h"

#include "flow/layout.h"

enum { DEPTH = 6, BLOCKS_BACK = 64 };

struct read {
	uint32_t insn;     /* the LOAD, FIELD or INDEX */
	uint32_t var;      /* or NO_VAR */
	const char *field; /* or NULL; `item` of an INDEX */
};

static const char item[] = "[]";

struct question {
	const char *text;
	uint32_t branches;
	uint32_t number;           /* + 1, or 0: it is asked but once */
	struct question *excludes; /* whose yes is a no to this one, or NULL */
	VEC(struct read) reads;
};

struct finder {
	struct project *project;
	const struct unit *unit;
	const struct func *func;
	const struct layout *layout;
	struct arena scratch;
	struct map by_text;          /* → struct question */
	VEC(struct question *) all;  /* in the order of the first branch */
	struct question **of_branch; /* by instruction */
	bool *negated;
	struct question now; /* being told */
	struct buf text;
};

static bool tell(struct finder *finder, uint32_t value, unsigned depth);

static bool is_local(const struct finder *finder, uint32_t var)
{
	const struct var *known = &finder->unit->vars.at[var];

	return known->func == finder->func->id && !known->captured && !known->global;
}

/* A variable of this file alone: what other files do leaves it as it is. */
static bool is_private(const struct finder *finder, uint32_t var)
{
	const struct var *known = &finder->unit->vars.at[var];

	return known->global && !known->exported;
}

static void note_read(struct finder *finder, uint32_t insn, uint32_t var, const char *field)
{
	vec_push(&finder->scratch, &finder->now.reads, ((struct read){insn, var, field}));
}

/* `!=` asks what `==` asks, `>=` what `<` does. Gives the operator that is asked about, or NULL. */
static const char *opposite(const struct insn *insn)
{
	if (insn->op != OP_PRIM)
		return NULL;
	return same(insn->name, "!=")    ? "=="
	        : same(insn->name, ">=") ? "<"
	        : same(insn->name, "<=") ? ">"
	                                 : NULL;
}

static bool tell_operator(struct finder *finder, const struct insn *insn, unsigned depth)
{
	if (insn->name)
		buf_text(&finder->text, !depth && opposite(insn) ? opposite(insn) : insn->name);
	return insn->name != NULL;
}

static bool tell_all(struct finder *finder, const struct insn *insn, unsigned depth)
{
	buf_char(&finder->text, '(');
	for (uint32_t i = 0; i < insn->arg_count; i++) {
		if (!tell(finder, insn->args[i].value, depth + 1))
			return false;
		buf_char(&finder->text, ',');
	}
	buf_char(&finder->text, ')');
	return true;
}

static bool tell_constant(struct finder *finder, const struct insn *insn)
{
	if (insn->detail == CONST_NULL)
		buf_text(&finder->text, "null");
	else if (insn->name)
		buf_text(&finder->text, insn->name);
	return insn->name || insn->detail == CONST_NULL;
}

/* Does the fact say that the answer stays the same? */
static bool is_steady(const struct finder *finder, const struct insn *insn)
{
	const struct fact *fact;

	if (insn->a || !insn->name)
		return false;
	fact = fact_find(finder->project->facts, finder->unit->language, insn->name);
	return fact && fact->steady;
}

/* Writes out what the value is; false if it may be another one each time. */
static bool tell(struct finder *finder, uint32_t value, unsigned depth)
{
	const struct insn *insn = &finder->func->insns.at[value];

	if (!value || depth > DEPTH)
		return false;
	switch ((enum op)insn->op) {
	case OP_LOAD:
		note_read(finder, value, insn->var, NULL);
		buf_printf(&finder->text, "v%u", insn->var);
		return is_local(finder, insn->var) || is_private(finder, insn->var);
	case OP_FIELD:
		note_read(finder, value, NO_VAR, insn->name);
		buf_printf(&finder->text, "%s.", insn->name);
		return tell(finder, insn->a, depth + 1);
	case OP_INDEX:
		note_read(finder, value, NO_VAR, item);
		buf_text(&finder->text, item);
		return tell(finder, insn->a, depth + 1) && tell(finder, insn->b, depth + 1);
	case OP_CONST:
		return tell_constant(finder, insn);
	case OP_GLOBAL:
		buf_text(&finder->text, insn->name);
		return depth > 0;
	case OP_PRIM:
		return tell_operator(finder, insn, depth) && tell_all(finder, insn, depth);
	case OP_CALL:
		buf_text(&finder->text, insn->name ? insn->name : "");
		return is_steady(finder, insn) && tell_all(finder, insn, depth);
	default:
		return false;
	}
}

/* ---- what makes an answer void ---- */

static bool passes_base(const struct finder *finder, const struct insn *call, uint32_t var)
{
	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct insn *arg = &finder->func->insns.at[call->args[i].value];

		if (arg->op == OP_LOAD && arg->var == var)
			return true;
	}
	return false;
}

/* Is a function of this file called? It may assign the variables of the file. */
static bool calls_own(const struct finder *finder, const struct insn *call)
{
	return !call->name || project_own(finder->project, finder->unit, call->name);
}

static bool reads_private(const struct finder *finder, const struct question *question)
{
	for (uint32_t i = 0; i < question->reads.n; i++)
		if (question->reads.at[i].var != NO_VAR &&
		        is_private(finder, question->reads.at[i].var))
			return true;
	return false;
}

/* A callee that nobody knows may fill the fields of what it is given. */
static bool call_changes(
        const struct finder *finder, const struct insn *call, const struct question *question)
{
	if (call->name && !call->a &&
	        fact_find(finder->project->facts, finder->unit->language, call->name))
		return false;
	for (uint32_t i = 0; i < question->reads.n; i++)
		if (question->reads.at[i].var != NO_VAR &&
		        passes_base(finder, call, question->reads.at[i].var))
			return true;
	return false;
}

static bool reads_field(const struct question *question)
{
	for (uint32_t i = 0; i < question->reads.n; i++)
		if (question->reads.at[i].field)
			return true;
	return false;
}

static bool may_change(
        const struct finder *finder, const struct insn *insn, const struct question *question)
{
	return insn->op == OP_CALL &&
	        ((reads_field(question) && call_changes(finder, insn, question)) ||
	                (reads_private(finder, question) && calls_own(finder, insn)));
}

static bool reads_var(const struct question *question, uint32_t var)
{
	for (uint32_t i = 0; i < question->reads.n; i++)
		if (question->reads.at[i].var == var)
			return true;
	return false;
}

static bool changes(
        const struct finder *finder, const struct insn *insn, const struct question *question)
{
	bool variable = insn->op == OP_STORE || insn->op == OP_FORGET || insn->op == OP_ADDRESS;
	const char *field = insn->op == OP_SETINDEX ? item : insn->name;

	if (!variable && insn->op != OP_SETFIELD && insn->op != OP_SETINDEX)
		return false;
	if (insn->op == OP_SETINDEX) { /* an item of another variable */
		const struct insn *array = &finder->func->insns.at[insn->a];

		if (array->op == OP_LOAD && !reads_var(question, array->var))
			return false;
	}
	for (uint32_t i = 0; i < question->reads.n; i++) {
		const struct read *read = &question->reads.at[i];

		if (variable && read->var == insn->var)
			return true;
		if (!variable && same(read->field, field))
			return true;
	}
	return false;
}

static bool is_read(const struct question *question, uint32_t insn)
{
	for (uint32_t i = 0; i < question->reads.n; i++)
		if (question->reads.at[i].insn == insn)
			return true;
	return false;
}

/* Is all that the branch tests read just before it? Looks back along the one way that leads there.
 */
static bool is_fresh(const struct finder *finder, uint32_t branch)
{
	uint32_t block = finder->layout->home[branch], left = finder->now.reads.n;

	for (unsigned round = 0; round < BLOCKS_BACK; round++) {
		const struct block *at = &finder->func->blocks.at[block];

		for (uint32_t i = at->insns.n; i-- > 0;) {
			uint32_t index = at->insns.at[i];

			if (is_read(&finder->now, index) && --left == 0)
				return true;
			if (changes(finder, &finder->func->insns.at[index], &finder->now) ||
			        may_change(finder, &finder->func->insns.at[index], &finder->now))
				return false;
		}
		if (at->preds.n != 1)
			return false;
		block = at->preds.at[0];
	}
	return false;
}

/* ---- all branches ---- */

static void note_branch(struct finder *finder, uint32_t branch, bool negated)
{
	struct question *question = map_get(&finder->by_text, finder->text.at);

	if (!question) {
		question = arena_new(&finder->scratch, struct question);
		*question = finder->now;
		question->text = arena_printf(&finder->scratch, "%s", finder->text.at);
		map_put(&finder->by_text, question->text, question);
		vec_push(&finder->scratch, &finder->all, question);
	}
	question->branches++;
	finder->of_branch[branch] = question;
	finder->negated[branch] = negated;
}

static void look_at_branch(struct finder *finder, uint32_t branch)
{
	const struct insn *insn = &finder->func->insns.at[branch];
	const struct insn *tested = &finder->func->insns.at[insn->a];
	bool negated = insn->detail == TEST_NULL;

	if (!insn->a || (!negated && insn->detail != TEST_TRUTH && insn->detail != TEST_NEGATIVE))
		return;
	if (insn->detail == TEST_TRUTH && opposite(tested))
		negated = true;
	finder->now = (struct question){0};
	finder->text.n = 0;
	buf_char(&finder->text, insn->detail == TEST_NEGATIVE ? '-' : '+');
	if (tell(finder, insn->a, 0) && finder->now.reads.n && is_fresh(finder, branch))
		note_branch(finder, branch, negated);
}

/* "+==(a,b,)": "+<(a,b,)" and "+>(a,b,)" exclude that. */
static void find_excluding(struct finder *finder, struct question *question)
{
	static const char equal[] = "+==(";
	const char *rest = question->text + strlen(equal);

	if (strncmp(question->text, equal, strlen(equal)) != 0)
		return;
	question->excludes =
	        map_get(&finder->by_text, arena_printf(&finder->scratch, "+<(%s", rest));
	if (!question->excludes)
		question->excludes =
		        map_get(&finder->by_text, arena_printf(&finder->scratch, "+>(%s", rest));
	if (question->excludes)
		question->excludes->branches++;
}

static void open_questions(struct finder *finder, struct questions *questions)
{
	struct arena *arena = finder->project->arena;
	uint32_t n = finder->func->insns.n;

	questions->asked = arena_array(arena, uint8_t, n);
	questions->excludes = arena_array(arena, uint8_t, n);
	questions->negated = arena_array(arena, bool, n);
	questions->voided = arena_array(arena, uint32_t, n);
	questions->aged = arena_array(arena, uint32_t, n);
}

static void note_insns(
        struct finder *finder, struct questions *questions, struct question *question)
{
	uint32_t bit = 1u << (question->number - 1);

	for (uint32_t i = 1; i < finder->func->insns.n; i++) {
		const struct insn *insn = &finder->func->insns.at[i];

		if (changes(finder, insn, question))
			questions->voided[i] |= bit;
		if (may_change(finder, insn, question))
			questions->aged[i] |= bit;
	}
}

static void number(struct finder *finder, struct layout *layout)
{
	struct questions *questions = &layout->questions;
	struct arena *arena = finder->project->arena;

	questions->first_place = layout->places.n;
	for (uint32_t q = 0; q < finder->all.n; q++)
		find_excluding(finder, finder->all.at[q]);
	for (uint32_t q = 0; q < finder->all.n && questions->count < QUESTION_LIMIT; q++) {
		if (finder->all.at[q]->branches < 2)
			continue;
		if (!questions->asked)
			open_questions(finder, questions);
		finder->all.at[q]->number = ++questions->count;
		note_insns(finder, questions, finder->all.at[q]);
		vec_push(arena, &layout->places, ((struct place){.var = NO_VAR}));
	}
	for (uint32_t i = 1; questions->count && i < finder->func->insns.n; i++) {
		const struct question *question = finder->of_branch[i];

		if (!question)
			continue;
		questions->asked[i] = (uint8_t)question->number;
		questions->excludes[i] =
		        question->excludes ? (uint8_t)question->excludes->number : 0;
		questions->negated[i] = finder->negated[i];
	}
}

void questions_find(struct project *project, const struct unit *unit, const struct func *func,
        struct layout *layout)
{
	struct finder finder = {.project = project, .unit = unit, .func = func, .layout = layout};

	finder.of_branch = arena_array(&finder.scratch, struct question *, func->insns.n);
	finder.negated = arena_array(&finder.scratch, bool, func->insns.n);
	for (uint32_t b = 0; b < func->blocks.n; b++) {
		const struct block *block = &func->blocks.at[b];
		uint32_t last = block->insns.n ? block->insns.at[block->insns.n - 1] : 0;

		if (func->insns.at[last].op == OP_BRANCH)
			look_at_branch(&finder, last);
	}
	number(&finder, layout);
	map_free(&finder.by_text);
	buf_free(&finder.text);
	arena_free(&finder.scratch);
}
