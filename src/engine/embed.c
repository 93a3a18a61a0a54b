/*
 * Code in strings: `pyodide.runPython("...")`, `run_js("...")`.
 *
 * A front end lists string constants that may be code. Here the ones are
 * lowered that reach a call of which some fact says that it takes source text:
 * as an argument, through a variable, or through a call or operator in between
 * (`runPython(dedent(text))`). Only the last part of the callee's name is
 * compared: to lower one string too many costs time, never a finding.
 */
#include "engine/project.h"

enum { DEEPEST_EMBED = 4, DEEPEST_VALUE = 3, NO_EMBED = -1 };

struct search {
	const struct unit *unit;
	const struct func *func;
	int32_t *of_var;   /* embed that was stored in a variable, or NO_EMBED */
	int32_t *of_value; /* of this function: the embed of a CONST */
	int32_t *first;    /* by function: the first embed in it */
	int32_t *next;     /* by embed: another one in the same function */
};

/* The last name of what is called, or NULL. */
static const char *callee_name(const struct search *search, const struct insn *call)
{
	const struct insn *callee = &search->func->insns.at[call->a];

	if (call->name)
		return last_part(call->name);
	if (!call->a)
		return NULL;
	if (callee->op == OP_GLOBAL || callee->op == OP_FIELD)
		return callee->name ? last_part(callee->name) : NULL;
	return callee->op == OP_LOAD ? search->unit->vars.at[callee->var].name : NULL;
}

/* The embed whose text value `value` is made from, or NO_EMBED. */
static int32_t embed_behind(const struct search *search, uint32_t value, int depth)
{
	const struct insn *insn = &search->func->insns.at[value];
	int32_t found = search->of_value[value];

	if (found != NO_EMBED || !value || depth == DEEPEST_VALUE)
		return found;
	if (insn->op == OP_LOAD)
		return search->of_var[insn->var];
	if (insn->op == OP_CALL && insn->a)
		found = embed_behind(search, insn->a, depth + 1);
	if (insn->op == OP_CALL || insn->op == OP_PRIM || insn->op == OP_ANY)
		for (uint32_t i = 0; i < insn->arg_count && found == NO_EMBED; i++)
			found = embed_behind(search, insn->args[i].value, depth + 1);
	return found;
}

static void note_stores(struct search *search)
{
	for (uint32_t i = 1; i < search->func->insns.n; i++) {
		const struct insn *insn = &search->func->insns.at[i];
		int32_t embed = insn->op == OP_STORE ? embed_behind(search, insn->a, 0) : NO_EMBED;

		if (embed != NO_EMBED)
			search->of_var[insn->var] = embed;
	}
}

static void note_calls(struct project *project, struct unit *unit, const struct search *search)
{
	for (uint32_t i = 1; i < search->func->insns.n; i++) {
		const struct insn *insn = &search->func->insns.at[i];
		const char *name = insn->op == OP_CALL ? callee_name(search, insn) : NULL;
		enum language language = name
		        ? fact_source_language(project->facts, unit->language, name)
		        : LANG_NONE;

		for (uint32_t k = 0; language && k < insn->arg_count; k++) {
			int32_t embed = embed_behind(search, insn->args[k].value, 0);

			if (embed != NO_EMBED)
				unit->embeds.at[embed].language = language;
		}
	}
}

static int32_t *embeds_new(struct arena *arena, uint32_t count)
{
	int32_t *embeds = arena_array(arena, int32_t, count + 1);

	for (uint32_t i = 0; i < count; i++)
		embeds[i] = NO_EMBED;
	return embeds;
}

static void search_start(struct arena *arena, struct search *search)
{
	const struct unit *unit = search->unit;
	uint32_t most = 0;

	for (uint32_t i = 0; i < unit->funcs.n; i++)
		if (unit->funcs.at[i]->insns.n > most)
			most = unit->funcs.at[i]->insns.n;
	search->of_var = embeds_new(arena, unit->vars.n);
	search->of_value = embeds_new(arena, most);
	search->first = embeds_new(arena, unit->funcs.n);
	search->next = embeds_new(arena, unit->embeds.n);
	for (uint32_t i = unit->embeds.n; i-- > 0;) {
		int32_t *first = &search->first[unit->embeds.at[i].func];

		search->next[i] = *first;
		*first = (int32_t)i;
	}
}

static void search_function(struct search *search, uint32_t func)
{
	search->func = search->unit->funcs.at[func];
	for (uint32_t i = 0; i < search->func->insns.n; i++)
		search->of_value[i] = NO_EMBED;
	for (int32_t i = search->first[func]; i != NO_EMBED; i = search->next[i])
		search->of_value[search->unit->embeds.at[i].value] = i;
}

/* Sets the language of each embed that is run. Two rounds, as a function may use what a later one,
 * or the body around it, has stored. */
static void find_languages(struct project *project, struct unit *unit)
{
	struct arena scratch = {0};
	struct search search = {.unit = unit};

	/* what the front end took it for says nothing about whether it is run */
	for (uint32_t i = 0; i < unit->embeds.n; i++)
		unit->embeds.at[i].language = LANG_NONE;
	search_start(&scratch, &search);
	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < unit->funcs.n; i++) {
			search_function(&search, i);
			if (round == 0)
				note_stores(&search);
			else
				note_calls(project, unit, &search);
		}
	}
	arena_free(&scratch);
}

void project_lower_embeds(
        struct project *project, struct input *input, struct unit *unit, int depth)
{
	if (!unit->embeds.n || depth == DEEPEST_EMBED)
		return;
	find_languages(project, unit);
	for (uint32_t i = 0; i < unit->embeds.n; i++) {
		struct embed *embed = &unit->embeds.at[i];
		struct piece piece = {embed->source, NULL, input->path, unit->snippet};

		if (!embed->language || embed->unit || !embed->source)
			continue;
		piece.front = front_for_language(embed->language);
		embed->unit = piece.front ? project_lower_piece(project, input, &piece) : NULL;
		if (!embed->unit)
			continue;
		embed->unit->host = unit;
		project_lower_embeds(project, input, embed->unit, depth + 1);
	}
}
