/*
 * The part of lowering that knows no language; see lower.h.
 */
#include "front/lower.h"

enum { MOST_NOTES = 20 };

bool lower_begin(struct lower *lower, struct arena *arena, struct source *source,
        const struct lower_grammar *grammar, struct front_run *run)
{
	struct ts_names names = ts_names_of(
	        run ? run->grammars : NULL, &lower->scratch, grammar->language(), &grammar->table);

	lower->arena = arena;
	lower->unit = lower->result.unit = unit_new(arena, source, grammar->gives);
	lower->most_depth = grammar->most_depth;
	if (ts_walk_begin(&lower->walk, names, grammar->language(), source))
		return true;
	lower->result.unit = NULL;
	return false;
}

struct front_result lower_end(struct lower *lower)
{
	if (lower->result.unit) {
		ts_walk_end(&lower->walk);
		unit_finish(lower->unit);
	}
	arena_free(&lower->scratch);
	return lower->result;
}

void lower_note(struct lower *lower, struct span span, const char *message)
{
	struct front_note note = {span, message};

	lower->unit->unread++;
	if (lower->result.notes.n < MOST_NOTES)
		vec_push(lower->arena, &lower->result.notes, note);
}

bool lower_enter(struct lower *lower, struct ts_child node)
{
	if (!ir_takes(&lower->at, ts_span(node)))
		return false;
	if (lower->depth >= lower->most_depth) {
		lower_note(lower, ts_span(node), "nested too deeply");
		return false;
	}
	lower->depth++;
	return true;
}

void lower_done(struct lower *lower)
{
	lower->depth--;
}

char *lower_str(struct lower *lower, struct ts_child node)
{
	return arena_str(lower->arena, ts_text(&lower->walk, node));
}

char lower_escaped(const char *pairs, char letter)
{
	const char *found = letter ? strchr(pairs, letter) : NULL;

	return found && (found - pairs) % 2 == 0 ? found[1] : letter;
}

bool lower_is(const struct lower *lower, struct ts_child node, const char *text)
{
	return str_is(ts_text(&lower->walk, node), text);
}

uint32_t lower_block(struct lower *lower)
{
	return block_new(lower->unit, lower->at.func);
}

uint32_t lower_temp(struct lower *lower)
{
	return var_new(lower->unit, lower->at.func->id, NULL, (struct span){0, 0});
}

uint32_t lower_unknown(struct lower *lower, struct span span)
{
	return ir_any(&lower->at, NULL, 0, span);
}
