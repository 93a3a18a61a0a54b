/*
 * Statements. Each scope is opened, declared and closed here; loops are in
 * js_loop.c, ways out in js_exit.c. Statements that control cannot reach are
 * not lowered.
 */
#include "front/js_lower.h"

static void lower_block(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct js_scope scope;
	struct js_exit exit = {.kind = EXIT_SCOPE, .scope = &scope};

	js_scope_open(js, &scope, true);
	js_exit_push(js, &exit);
	js_hoist(js, kids);
	js_statements(js, kids);
	js_exit_pop(js);
	js_forget(js, &scope, js_end_of(node));
	js_scope_close(js);
}

void js_body(struct js *js, struct ts_child node)
{
	if (node.kind != K_STATEMENT_BLOCK) {
		js_statement(js, node);
	} else if (ir_open(&js->at) && js_sink(js, node)) {
		lower_block(js, node);
		js_rise(js);
	}
}

/* ---- declarations ---- */

/* What the binding of a constant always is. */
static void learn(struct js *js, struct js_binding *binding, uint32_t value)
{
	const struct insn *insn = &js->at.func->insns.at[value];

	if (insn->op == OP_CLOSURE)
		binding->func = insn->func;
	else if (insn->op == OP_CLASS)
		binding->class_name = insn->name;
}

static uint32_t lower_init(
        struct js *js, struct ts_child target, struct ts_child init, bool constant, uint32_t doc)
{
	struct js_binding *binding;
	struct js_name *name;
	uint32_t value;

	if (target.kind != K_IDENTIFIER)
		return js_expr(js, init);
	name = js_name_of(js, target);
	binding = js_lookup(js, name);
	if (constant && binding && binding->text)
		return js_string(js, init, binding->text);
	if (init.kind == K_BINARY_EXPRESSION || init.kind == K_UNARY_EXPRESSION)
		value = js_flag(js, init);
	else
		value = js_named(js, init, name->text, doc);
	if (constant && binding) {
		learn(js, binding, value);
		if (!binding->type.n)
			binding->type = js_type_of(js, init);
	}
	return value;
}

static void lower_declarator(struct js *js, struct ts_child node, uint16_t kind, uint32_t doc)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child target = ts_field(&js->walk, kids, F_NAME);
	struct ts_child init = ts_field(&js->walk, kids, F_VALUE);

	if (!ts_none(init))
		js_assign(js, target, lower_init(js, target, init, kind == T_CONST, doc));
	else if (kind == T_LET)
		js_assign(js, target, js_hide(js, js_undefined(js, ts_span(target))));
}

void js_declaration(struct js *js, struct ts_child node, uint32_t doc)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	uint16_t kind = ts_field(&js->walk, kids, F_KIND).kind;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.kind == K_VARIABLE_DECLARATOR)
			lower_declarator(js, kid, kind, doc);
	}
}

static void lower_class(struct js *js, struct ts_child node)
{
	uint32_t value = js_class(js, node);
	struct ts_child name = ts_child_of(&js->walk, node, F_NAME);

	if (!ts_none(name))
		js_assign(js, name, value);
}

/* TypeScript's `enum E { A, B = 2 }` is an object. */
static void lower_enum(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_kids members = ts_open(&js->walk, ts_field(&js->walk, kids, F_BODY));
	uint32_t mark = js_args_mark(js), count;
	const struct arg *args;

	for (uint32_t i = 0; i < members.n; i++) {
		struct ts_child member = ts_kid(&js->walk, members, i), name = member;
		struct ts_child init = {0};
		uint32_t value;

		if (!ts_is_named(member))
			continue;
		if (member.kind == K_ENUM_ASSIGNMENT) {
			name = ts_child_of(&js->walk, member, F_NAME);
			init = ts_child_of(&js->walk, member, F_VALUE);
		}
		value = ts_none(init) ? ir_const(&js->at, CONST_NUMBER, NULL, ts_span(member))
		                      : js_expr(js, init);
		js_args_add(js, value, 0, js_property(js, name));
	}
	args = js_args_since(js, mark, &count);
	js_assign(js, ts_field(&js->walk, kids, F_NAME),
	        ir_make(&js->at, CONST_OBJECT, args, count, ts_span(node)));
	js_args_drop(js, mark);
}

/* TypeScript's `namespace N { ... }`: its statements run once, its names live on in N. */
static void lower_namespace(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child name = ts_field(&js->walk, kids, F_NAME);
	struct ts_kids statements = ts_open(&js->walk, ts_field(&js->walk, kids, F_BODY));
	struct js_scope scope;

	js_scope_open(js, &scope, false);
	js_hoist(js, statements);
	js_statements(js, statements);
	js_scope_close(js);
	if (name.kind == K_IDENTIFIER && ir_open(&js->at))
		js_assign(js, name, js_hide(js, ir_any(&js->at, NULL, 0, ts_span(name))));
}

/* TypeScript's `import x = a.b` */
static void lower_import_alias(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child name = ts_named(&js->walk, kids);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (ts_is_named(kid) && kid.node.id != name.node.id)
			js_assign(js, name, js_expr(js, kid));
	}
}

/* ---- using ---- */

struct disposals {
	VEC(struct js_exit *) exits;
};

static void use(struct js *js, struct disposals *all, struct ts_child target, struct ts_child init,
        bool async)
{
	struct js_binding *binding;
	struct js_exit *exit;

	if (ts_none(init))
		return;
	js_assign(js, target, js_expr(js, init));
	binding = target.kind == K_IDENTIFIER ? js_lookup(js, js_name_of(js, target)) : NULL;
	if (!binding || binding->var == NO_VAR)
		return;
	exit = arena_new(js->arena, struct js_exit);
	js_dispose_begin(js, exit, binding->var, async);
	vec_push(js->arena, &all->exits, exit);
}

static bool begin_using(struct js *js, struct disposals *all, struct ts_child node)
{
	struct ts_child assignment;
	struct ts_kids kids;
	bool async = false;

	if (js_is_using(js, node, &assignment, &async)) {
		use(js, all, ts_child_of(&js->walk, assignment, F_LEFT),
		        ts_child_of(&js->walk, assignment, F_RIGHT), async);
		return true;
	}
	if (node.kind != K_USING_DECLARATION)
		return false;
	kids = ts_open(&js->walk, node);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		async = async || kid.kind == T_AWAIT;
		if (kid.kind == K_VARIABLE_DECLARATOR)
			use(js, all, ts_child_of(&js->walk, kid, F_NAME),
			        ts_child_of(&js->walk, kid, F_VALUE), async);
	}
	return true;
}

/* ---- statement lists ---- */

static void declare_functions(struct js *js, struct ts_kids statements)
{
	for (uint32_t i = 0; i < statements.n; i++) {
		struct ts_child node = ts_kid(&js->walk, statements, i);
		uint32_t doc = ts_span(node).start;

		if (node.kind == K_EXPORT_STATEMENT)
			node = ts_child_of(&js->walk, node, F_DECLARATION);
		if (node.kind == K_FUNCTION_DECLARATION ||
		        node.kind == K_GENERATOR_FUNCTION_DECLARATION)
			js_function_declare(js, node, doc);
	}
}

void js_statements(struct js *js, struct ts_kids statements)
{
	struct disposals all = {0};
	struct span end = {0, 0};

	if (!ir_open(&js->at))
		return;
	declare_functions(js, statements);
	for (uint32_t i = 0; i < statements.n && ir_open(&js->at); i++) {
		struct ts_child node = ts_kid(&js->walk, statements, i);

		if (ts_is_named(node) && !begin_using(js, &all, node))
			js_statement(js, node);
		end = js_end_of(node);
	}
	while (all.exits.n)
		js_dispose_end(js, all.exits.at[--all.exits.n], end);
}

/* ---- branches ---- */

/* A chain of `else if` is a loop here, so that its length costs no depth. */
static void lower_if(struct js *js, struct ts_child node)
{
	uint32_t after = NO_BLOCK;

	for (;;) {
		struct ts_kids kids = ts_open(&js->walk, node);
		struct ts_child then = ts_field(&js->walk, kids, F_CONSEQUENCE);
		struct ts_child other = ts_field(&js->walk, kids, F_ALTERNATIVE);
		uint32_t yes = js_block(js), no = js_block(js);

		js_cond(js, ts_field(&js->walk, kids, F_CONDITION), yes, no);
		ir_start(&js->at, yes);
		js_body(js, then);
		js_jump(js, &after, js_end_of(then));
		ir_start(&js->at, no);
		node = ts_first(&js->walk, other);
		if (node.kind != K_IF_STATEMENT)
			break;
	}
	if (!ts_none(node))
		js_body(js, node);
	if (ir_open(&js->at) && after != NO_BLOCK)
		js_jump(js, &after, js_end_of(node));
	js_land(js, after);
}

/* Goes to `yes` when `subject` (the value of `switch (expression)`) is that of the case. */
static void test_case(struct js *js, struct ts_child expression, uint32_t subject,
        struct ts_child value, uint32_t yes, uint32_t no)
{
	struct span span = ts_span(value);

	if (expression.kind == K_TRUE)
		js_cond(js, value, yes, no);
	else if (value.kind == K_NULL)
		ir_branch(&js->at, TEST_NULL, NULL, subject, yes, no, span);
	else if (value.kind == K_UNDEFINED)
		ir_branch(&js->at, TEST_UNDEFINED, NULL, subject, yes, no, span);
	else
		ir_branch(&js->at, TEST_OPAQUE, NULL,
		        js_prim_of(js, subject, js_expr(js, value), span), yes, no, span);
}

/* `case "function":` of `switch (typeof x)` */
static bool test_typeof(
        struct js *js, struct ts_child expression, struct ts_child value, uint32_t yes, uint32_t no)
{
	struct ts_kids kids;
	struct ts_child operand;
	bool is_typeof;

	if (expression.kind != K_UNARY_EXPRESSION || value.kind != K_STRING)
		return false;
	kids = ts_open(&js->walk, expression);
	is_typeof = ts_field(&js->walk, kids, F_OPERATOR).kind == T_TYPEOF;
	operand = ts_field(&js->walk, kids, F_ARGUMENT);
	if (is_typeof)
		js_typeof(js, operand, js_string_text(js, value), yes, no, ts_span(value));
	return is_typeof;
}

/* Tests all cases in order; fills `blocks` with where their bodies start. */
static void lower_cases(struct js *js, struct ts_child expression, struct ts_kids cases,
        uint32_t *blocks, uint32_t *done)
{
	uint32_t subject = js_expr(js, expression), fallback = NO_BLOCK;

	for (uint32_t i = 0; i < cases.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, cases, i), value;
		uint32_t next;

		blocks[i] = NO_BLOCK;
		if (kid.kind != K_SWITCH_CASE && kid.kind != K_SWITCH_DEFAULT)
			continue;
		blocks[i] = js_block(js);
		if (kid.kind == K_SWITCH_DEFAULT) {
			fallback = blocks[i];
			continue;
		}
		next = js_block(js);
		value = js_strip(js, ts_child_of(&js->walk, kid, F_VALUE));
		if (!test_typeof(js, expression, value, blocks[i], next))
			test_case(js, expression, subject, value, blocks[i], next);
		ir_start(&js->at, next);
	}
	js_jump(js, fallback == NO_BLOCK ? done : &fallback, js_end_of(expression));
}

static void lower_case_bodies(
        struct js *js, struct ts_kids cases, const uint32_t *blocks, struct ts_child body)
{
	struct js_scope scope;
	struct js_exit exit = {.kind = EXIT_SCOPE, .scope = &scope};

	js_scope_open(js, &scope, true);
	js_exit_push(js, &exit);
	for (uint32_t i = 0; i < cases.n; i++) {
		struct ts_kids kids = ts_open(&js->walk, ts_kid(&js->walk, cases, i));

		js_hoist(js, kids);
	}
	for (uint32_t i = 0; i < cases.n; i++) {
		struct ts_kids kids;
		struct ts_child value;

		if (blocks[i] == NO_BLOCK)
			continue;
		kids = ts_open(&js->walk, ts_kid(&js->walk, cases, i));
		value = ts_field(&js->walk, kids, F_VALUE);
		ir_start(&js->at, blocks[i]);
		/* the value was lowered with the tests: only what follows it is left */
		js_statements(js, ts_after(&js->walk, kids, value));
	}
	js_exit_pop(js);
	js_forget(js, &scope, js_end_of(body));
	js_scope_close(js);
}

static void lower_switch(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child body = ts_field(&js->walk, kids, F_BODY);
	struct ts_child expression = js_strip(js, ts_field(&js->walk, kids, F_VALUE));
	struct ts_kids cases = ts_open(&js->walk, body);
	uint32_t *blocks = arena_array(js->arena, uint32_t, cases.n);
	struct js_exit exit = {
	        .kind = EXIT_TARGET, .labels = js->labels, .plain_break = true, .next = NO_BLOCK};

	js->labels = NULL;
	exit.done = js_block(js);
	js_exit_push(js, &exit);
	lower_cases(js, expression, cases, blocks, &exit.done);
	lower_case_bodies(js, cases, blocks, body);
	js_exit_pop(js);
	ir_start(&js->at, exit.done);
}

static void lower_labeled(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child body = ts_field(&js->walk, kids, F_BODY);
	struct js_label label = {js->labels, js_name_of(js, ts_field(&js->walk, kids, F_LABEL))};
	struct js_exit exit = {.kind = EXIT_TARGET, .done = NO_BLOCK, .next = NO_BLOCK};

	js->labels = &label;
	switch (body.kind) {
	case K_FOR_STATEMENT:
	case K_FOR_IN_STATEMENT:
	case K_WHILE_STATEMENT:
	case K_DO_STATEMENT:
	case K_SWITCH_STATEMENT:
	case K_LABELED_STATEMENT:
		js_statement(js, body);
		break;
	default:
		exit.labels = &label;
		js->labels = NULL;
		js_exit_push(js, &exit);
		js_body(js, body);
		js_exit_pop(js);
		js_land(js, exit.done);
	}
	js->labels = NULL;
}

/* ---- simple statements ---- */

static void lower_return(struct js *js, struct ts_child node)
{
	struct ts_child value = ts_first(&js->walk, node);

	js_return(js, ts_none(value) ? 0 : js_expr(js, value), ts_span(node));
}

static void lower_throw(struct js *js, struct ts_child node)
{
	ir_throw(&js->at, js_expr(js, ts_first(&js->walk, node)), ts_span(node));
}

static void lower_with(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	uint32_t value = js_expr(js, ts_field(&js->walk, kids, F_OBJECT));
	struct arg arg = {.value = value};

	js_hide(js, ir_any(&js->at, &arg, 1, ts_span(node)));
	js_body(js, ts_field(&js->walk, kids, F_BODY));
}

static bool is_statement(uint16_t kind)
{
	switch (kind) {
	case K_EXPRESSION_STATEMENT:
	case K_LEXICAL_DECLARATION:
	case K_VARIABLE_DECLARATION:
	case K_IF_STATEMENT:
	case K_FOR_STATEMENT:
	case K_FOR_IN_STATEMENT:
	case K_WHILE_STATEMENT:
	case K_DO_STATEMENT:
	case K_TRY_STATEMENT:
	case K_SWITCH_STATEMENT:
	case K_RETURN_STATEMENT:
	case K_THROW_STATEMENT:
	case K_STATEMENT_BLOCK:
	case K_FUNCTION_DECLARATION:
	case K_GENERATOR_FUNCTION_DECLARATION:
	case K_CLASS_DECLARATION:
		return true;
	default:
		return false;
	}
}

/* The parser lost its way: what is readable as statements inside is lowered. */
static void lower_error(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);

	js_note(js, ts_span(node), "syntax error");
	kids = ts_pick(&js->walk, kids, is_statement);
	js_hoist(js, kids);
	js_statements(js, kids);
}

static void lower_expression(struct js *js, struct ts_child node)
{
	struct ts_child inner = ts_first(&js->walk, node);

	if (inner.kind == K_INTERNAL_MODULE)
		lower_namespace(js, inner);
	else if (!ts_none(inner) && inner.kind != K_STRING)
		js_effect(js, inner);
}

static void dispatch(struct js *js, struct ts_child node)
{
	switch (node.kind) {
	case K_EXPRESSION_STATEMENT:
		lower_expression(js, node);
		break;
	case K_LEXICAL_DECLARATION:
	case K_VARIABLE_DECLARATION:
		js_declaration(js, node, ts_span(node).start);
		break;
	case K_CLASS_DECLARATION:
	case K_ABSTRACT_CLASS_DECLARATION:
		lower_class(js, node);
		break;
	case K_EXPORT_STATEMENT:
		js_export(js, node);
		break;
	case K_STATEMENT_BLOCK:
		js_body(js, node);
		break;
	case K_IF_STATEMENT:
		lower_if(js, node);
		break;
	case K_SWITCH_STATEMENT:
		lower_switch(js, node);
		break;
	case K_FOR_STATEMENT:
		js_for(js, node);
		break;
	case K_FOR_IN_STATEMENT:
		js_for_in(js, node);
		break;
	case K_WHILE_STATEMENT:
		js_while(js, node);
		break;
	case K_DO_STATEMENT:
		js_do(js, node);
		break;
	case K_LABELED_STATEMENT:
		lower_labeled(js, node);
		break;
	case K_TRY_STATEMENT:
		js_try(js, node);
		break;
	case K_BREAK_STATEMENT:
		js_break(js, node);
		break;
	case K_CONTINUE_STATEMENT:
		js_continue(js, node);
		break;
	case K_RETURN_STATEMENT:
		lower_return(js, node);
		break;
	case K_THROW_STATEMENT:
		lower_throw(js, node);
		break;
	case K_WITH_STATEMENT:
		lower_with(js, node);
		break;
	case K_ENUM_DECLARATION:
		lower_enum(js, node);
		break;
	case K_INTERNAL_MODULE:
	case K_MODULE:
		lower_namespace(js, node);
		break;
	case K_IMPORT_ALIAS:
		lower_import_alias(js, node);
		break;
	case K_ERROR:
		lower_error(js, node);
		break;
	default: /* functions and imports are declared with their scope; types have no code */
		break;
	}
}

void js_statement(struct js *js, struct ts_child node)
{
	if (ts_none(node) || !ir_open(&js->at) || !js_sink(js, node))
		return;
	dispatch(js, node);
	js_rise(js);
}
