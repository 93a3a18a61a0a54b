/*
 * What the engine found out, for people who work on it. Summaries: one line a
 * function. States: for each block the states it was entered with, an object
 * as "name word(how)" or "insn N word(how)".
 */
#include "flow/dump.h"

void dump_summary(const struct func_info *info, struct buf *out)
{
	static const char *const repetitions[] = {"once", "unknown", "often", "loop"};

	buf_printf(out, "%s", info->func->name[0] ? info->func->name : "(anonymous)");
	buf_printf(out, ": runs %s; returns%s%s%s%s%s%s%s%s", repetitions[info->repetition],
	        info->returns & RETURNS_NEW ? " new" : "",
	        info->returns & RETURNS_NULL ? " null" : "",
	        info->returns & RETURNS_ERROR ? " error" : "",
	        info->returns & RETURNS_PRIMITIVE ? " primitive" : "",
	        info->returns & RETURNS_CONTAINER_BIT ? " container" : "",
	        info->returns & RETURNS_PARAM ? " param" : "",
	        info->returns & RETURNS_BORROWED ? " borrowed" : "",
	        info->returns & RETURNS_OTHER ? " unknown" : "");
	for (uint32_t i = 0; i < info->func->param_count; i++) {
		const struct param_summary *param = &info->params[i];

		buf_printf(out, "; %s%s%s%s%s",
		        info->func->param_names ? info->func->param_names[i] : "?",
		        param->released_ok || param->released_error ? " released" : "",
		        param->gone_ok || param->gone_error || param->escapes ? " stored" : "",
		        param->callee_keeps ? " kept" : "", param->proven ? " proven" : "");
	}
	buf_char(out, '\n');
}

static const char *how_text(uint8_t how)
{
	static const char *const texts[] = {
#define HOW(id) #id,
#include "flow/how.def"
#undef HOW
	};

	return how < HOW_COUNT ? texts[how] : "?";
}

static void dump_object(
        const struct solver *solver, const struct state *state, uint32_t object, struct buf *out)
{
	const struct object_state *now = &state->objects[object];
	const struct object *known = &solver->objects.at[object];

	if (known->name)
		buf_printf(out, " %s", known->name);
	else
		buf_printf(out, " insn %u", known->insn);
	buf_printf(out, "%s %s", known->older ? " (older)" : "", word_text((enum word)now->word));
	if (now->how != HOW_NONE)
		buf_printf(out, "(%s)", how_text(now->how));
	if (now->flags & OBJECT_MAYBE && !(now->flags & OBJECT_PROVEN))
		buf_text(out, " maybe");
	buf_char(out, ';');
}

static void dump_state(const struct solver *solver, const struct state *state, struct buf *out)
{
	buf_text(out, "   ");
	for (uint32_t i = 1; i < state->object_count && i < solver->objects.n; i++)
		if (state->objects[i].word != WORD_NONE)
			dump_object(solver, state, i, out);
	buf_char(out, '\n');
}

void dump_states(struct solver *solver, struct buf *out)
{
	buf_printf(out, "%s\n", solver->func->name[0] ? solver->func->name : "(anonymous)");
	for (uint32_t b = 0; b < solver->func->blocks.n; b++) {
		buf_printf(out, "  b%u: %u states\n", b, solver->blocks[b].seen.n);
		for (uint32_t i = 0; i < solver->blocks[b].seen.n; i++) {
			recall(solver, solver->blocks[b].seen.at[i], &solver->recalled);
			dump_state(solver, &solver->recalled.state, out);
		}
	}
}
