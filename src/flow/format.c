/*
 * Arguments that are described by other arguments: by a format string, by the
 * number of those that follow, by a NULL at their end. Gives the engine a
 * parameter for each of them, and the rules what does not fit.
 *
 * What an argument is is read from the IR and not from the state: its declared
 * type is the same on all paths.
 */
#include "flow/call.h"

#include <stdlib.h>

static const struct insn *argument_insn(const struct solver *solver, uint32_t index)
{
	return &solver->func->insns.at[solver->at->args[index].value];
}

/* The number of the argument that the fact's parameter with this effect is for; NO_ARGUMENT. */
static uint32_t argument_with(const struct fact *fact, enum effect effect)
{
	uint32_t first = fact_receiver(fact);

	for (uint32_t i = first; i < fact->param_count; i++)
		if (fact->params[i].effect == effect)
			return i - first;
	return NO_ARGUMENT;
}

/* Variable arguments stand where the last parameter does. */
static uint32_t first_variable(const struct fact *fact)
{
	uint32_t first = fact_receiver(fact);
	const struct fact_param *last = &fact->params[fact->param_count - 1];

	return last->rest ? fact->param_count - 1 - first : NO_ARGUMENT;
}

/* A text that is known: not what an array held before something was written into it. */
static bool is_text(const struct solver *solver, const struct call *call, uint32_t at)
{
	const struct insn *insn = argument_insn(solver, at);
	const char *type = insn->op == OP_LOAD ? solver->unit->vars.at[insn->var].type : NULL;

	if (type && type[strlen(type) - 1] == ']')
		return false;
	return call->args[at].kind == VALUE_PRIMITIVE && same(call->args[at].type, "str") &&
	        call->args[at].name;
}

/* Beyond that number the arguments may be left as they are. */
static void call_least(struct solver *solver, struct call *call)
{
	const struct fact *fact = call->callee.fact;
	uint32_t at = argument_with(fact, EFFECT_LEAST);
	struct fact_param *param;

	if (at >= call->arg_count || call->args[at].kind != VALUE_NUMBER || !call->args[at].name)
		return;
	param = arena_new(solver->arena, struct fact_param);
	*param = fact->params[fact->param_count - 1];
	param->sometimes = true;
	call->least = param;
	call->least_count = (uint32_t)strtoul(call->args[at].name, NULL, 0);
	call->first_variable = first_variable(fact);
}

/* "O&" reads a converter and an address: what the converter does to the address is what it does to
 * its second parameter. */
static void convert_arguments(struct solver *solver, struct call *call)
{
	for (uint32_t i = 0; i + 1 < call->format->arguments.n; i++) {
		struct format_argument *argument = &call->format->arguments.at[i];
		const struct insn *converter;
		const struct fact *fact;

		if (strcmp(argument->unit, "O&") != 0 ||
		        call->first_variable + i >= call->arg_count)
			continue;
		converter = argument_insn(solver, call->first_variable + i);
		fact = converter->op == OP_GLOBAL ? name_fact(solver, converter->name, true) : NULL;
		if (fact && fact->param_count > 1)
			argument[1].param = fact->params[1];
		i++;
	}
}

void call_format(struct solver *solver, struct call *call)
{
	const struct fact *fact = call->callee.fact;
	uint32_t at;

	if (!fact || !fact->has_params || !fact->param_count)
		return;
	call_least(solver, call);
	at = argument_with(fact, EFFECT_FORMAT);
	if (at >= call->arg_count || !is_text(solver, call, at))
		return;
	call->first_variable = first_variable(fact);
	if (call->first_variable == NO_ARGUMENT)
		return;
	call->format =
	        format_read(solver->project->arena, fact->params[at].dialect, call->args[at].name);
	convert_arguments(solver, call);
}

const struct fact_param *argument_param(
        const struct solver *solver, const struct call *call, uint32_t index)
{
	if (call->least && index >= call->first_variable + call->least_count)
		return call->least;
	if (!call->format || index < call->first_variable)
		return param_of(solver, call->callee.fact, index);
	index -= call->first_variable;
	return index < call->format->arguments.n ? &call->format->arguments.at[index].param : NULL;
}

/* ---- what does not fit ---- */

static struct flow_event *misfit(struct solver *solver, enum misfit misfit, uint32_t argument,
        const char *wanted, const char *given)
{
	struct flow_event *event = event_new(solver, EVENT_MISFIT, 0);

	event->misfit = misfit;
	event->wanted = wanted;
	event->given = given;
	event->callee = solver->at->name;
	if (argument < solver->at->arg_count)
		event->at = argument_insn(solver, argument)->span;
	return event;
}

static const char *number(struct solver *solver, uint32_t n)
{
	return arena_printf(solver->project->arena, "%u", n);
}

/* Its C type as far as a declaration or a cast tells. */
static const char *given_type(struct solver *solver, uint32_t index)
{
	const struct insn *insn = argument_insn(solver, index);
	const char *type;

	switch (insn->op) {
	case OP_LOAD:
		return solver->unit->vars.at[insn->var].type;
	case OP_ADDRESS:
		type = solver->unit->vars.at[insn->var].type;
		return type ? arena_printf(solver->project->arena, "%s%s", type,
		                      type[strlen(type) - 1] == '*' ? "*" : " *")
		            : NULL;
	case OP_CAST:
		return insn->name;
	default:
		return NULL;
	}
}

/* The length of a text, as it was before Python 3.10 where the program did not ask for another. */
static bool was_length(
        const struct solver *solver, const struct format_argument *argument, const char *given)
{
	bool length = argument->unit[strlen(argument->unit) - 1] == '#' &&
	        strncmp(argument->type, "Py_ssize_t", 10) == 0;

	return length && solver->unit->short_lengths &&
	        (format_takes("int *", given, false) || format_takes("int", given, true));
}

static void check_type(
        struct solver *solver, const struct call *call, uint32_t index, bool promoted)
{
	const struct format_argument *argument =
	        &call->format->arguments.at[index - call->first_variable];
	const struct insn *insn = argument_insn(solver, index);
	const char *given = given_type(solver, index);

	if (insn->op == OP_CONST && insn->detail == CONST_STRING &&
	        !format_takes(argument->type, "char *", promoted))
		misfit(solver, MISFIT_TEXT, index, argument->type, NULL);
	else if (given && !format_takes(argument->type, given, promoted))
		misfit(solver, MISFIT_TYPE, index, argument->type, given)->harmless =
		        (promoted && format_cuts(argument->type, given)) ||
		        was_length(solver, argument, given);
}

/* A NULL too many is how lists of arguments end. */
static bool ends_in_null(const struct solver *solver, const struct call *call)
{
	const struct insn *last = argument_insn(solver, call->arg_count - 1);

	return last->op == OP_CONST && last->detail == CONST_NULL;
}

static void check_arguments(struct solver *solver, const struct call *call, uint32_t at)
{
	enum format_dialect dialect = call->callee.fact->params[at].dialect;
	uint32_t given = call->arg_count - call->first_variable;

	if (call->format->wrong) {
		misfit(solver, MISFIT_UNIT, at, call->format->wrong, NULL);
		return;
	}
	if (given == call->format->arguments.n + 1 && ends_in_null(solver, call))
		return;
	/* a format that is chosen may leave arguments alone */
	if (given > call->format->arguments.n && argument_insn(solver, at)->op != OP_CONST)
		return;
	if (given != call->format->arguments.n) {
		misfit(solver, MISFIT_COUNT, at, number(solver, call->format->arguments.n),
		        number(solver, given));
		return;
	}
	for (uint32_t i = call->first_variable; i < call->arg_count; i++)
		check_type(solver, call, i, dialect != FORMAT_PARSE);
}

/* ---- arrays of names ---- */

/* The one value that is ever stored in the variable, or NULL. */
static const struct insn *only_value(const struct func *func, uint32_t var, uint32_t *stores)
{
	const struct insn *value = NULL;

	for (uint32_t i = 1; i < func->insns.n; i++) {
		if (func->insns.at[i].op != OP_STORE || func->insns.at[i].var != var)
			continue;
		++*stores;
		value = &func->insns.at[func->insns.at[i].a];
	}
	return value;
}

/* The array literal that an argument is, or NULL. */
static const struct insn *array_of(
        const struct solver *solver, uint32_t index, const struct func **in)
{
	const struct insn *insn = argument_insn(solver, index);
	const struct insn *value = insn;
	uint32_t stores = 0;

	if (insn->op == OP_CAST)
		value = insn = &solver->func->insns.at[insn->a];
	*in = solver->func;
	if (insn->op == OP_LOAD) {
		value = only_value(*in, insn->var, &stores);
		if (!value) {
			*in = solver->unit->funcs.at[0];
			value = only_value(*in, insn->var, &stores);
		}
	}
	return value && stores <= 1 && value->op == OP_MAKE && value->detail == CONST_ARRAY ? value
	                                                                                    : NULL;
}

static void check_names(struct solver *solver, const struct call *call)
{
	uint32_t at = argument_with(call->callee.fact, EFFECT_NAMES), names = 0;
	const struct func *in;
	const struct insn *array = at < call->arg_count ? array_of(solver, at, &in) : NULL;
	bool ended = false;

	if (!array)
		return;
	for (uint32_t i = 0; i < array->arg_count && !ended; i++) {
		const struct insn *item = &in->insns.at[array->args[i].value];

		ended = item->op == OP_CONST &&
		        (item->detail == CONST_NULL ||
		                (item->detail == CONST_NUMBER && same(item->name, "0")));
		if (!ended && (item->op != OP_CONST || item->detail != CONST_STRING))
			return; /* a macro: nobody knows what it is */
		names += !ended;
	}
	if (!ended)
		misfit(solver, MISFIT_NO_END, at, NULL, NULL);
	else if (call->format && !call->format->wrong && names != call->format->names)
		misfit(solver, MISFIT_NAMES, at, number(solver, call->format->names),
		        number(solver, names));
}

/* ---- lists of arguments ---- */

static void check_count(struct solver *solver, const struct call *call)
{
	uint32_t at = argument_with(call->callee.fact, EFFECT_COUNTS), given;
	const char *text;

	if (at >= call->arg_count || call->args[at].kind != VALUE_NUMBER ||
	        !(text = call->args[at].name))
		return;
	given = call->arg_count - at - 1;
	if (given && ends_in_null(solver, call) && strtoul(text, NULL, 0) == given - 1)
		return;
	if (strtoul(text, NULL, 0) != given && strspn(text, "0123456789") == strlen(text))
		misfit(solver, MISFIT_COUNT, at, text, number(solver, given));
}

static void check_list(struct solver *solver, const struct call *call)
{
	uint32_t at = argument_with(call->callee.fact, EFFECT_LISTED), last = call->arg_count - 1;
	const struct insn *insn;

	if (at >= call->arg_count)
		return;
	for (uint32_t i = at; i < call->arg_count; i++) {
		insn = argument_insn(solver, i);
		if (insn->op == OP_CONST && insn->detail == CONST_STRING)
			misfit(solver, MISFIT_TEXT, i, "PyObject *", NULL);
	}
	insn = argument_insn(solver, last);
	/* a variable or a macro may be the NULL */
	if (insn->op == OP_CALL || (insn->op == OP_CONST && insn->detail == CONST_STRING))
		misfit(solver, MISFIT_LIST_NO_END, last, NULL, NULL);
}

void check_format(struct solver *solver, const struct call *call)
{
	const struct fact *fact = call->callee.fact;

	if (!solver->project->final || !fact->param_count)
		return;
	if (call->format)
		check_arguments(solver, call, argument_with(fact, EFFECT_FORMAT));
	if (fact->params[fact->param_count - 1].rest) {
		check_names(solver, call);
		check_count(solver, call);
		check_list(solver, call);
	}
}
