/*
 * JSX: an element uses its component, what its attributes are, and what stands
 * between its tags. What becomes of them is up to a framework: unknown.
 */
#include "front/js_lower.h"

static void add_attribute(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		switch (kid.kind) {
		case K_STRING:
		case K_JSX_EXPRESSION:
		case K_JSX_ELEMENT:
		case K_JSX_SELF_CLOSING_ELEMENT:
			js_args_add(js, js_expr(js, kid), 0, NULL);
			break;
		default:
			break;
		}
	}
}

/* Lower-case names are the page's own elements. */
static bool is_component(struct js *js, struct ts_child name)
{
	struct str text = ts_text(&js->walk, name);

	if (name.kind == K_MEMBER_EXPRESSION)
		return true;
	return name.kind == K_IDENTIFIER && text.n && (text.at[0] < 'a' || text.at[0] > 'z');
}

static void add_tag(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child name = ts_field(&js->walk, kids, F_NAME);

	if (is_component(js, name))
		js_args_add(js, js_expr(js, name), 0, NULL);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.kind == K_JSX_ATTRIBUTE)
			add_attribute(js, kid);
		else if (kid.kind == K_JSX_EXPRESSION)
			js_args_add(js, js_expr(js, kid), 0, NULL);
	}
}

static uint32_t expression(struct js *js, struct ts_child node)
{
	struct ts_child inner = ts_first(&js->walk, node);

	if (inner.kind == K_SPREAD_ELEMENT)
		inner = ts_first(&js->walk, inner);
	return ts_none(inner) ? js_undefined(js, ts_span(node)) : js_expr(js, inner);
}

uint32_t js_jsx(struct js *js, struct ts_child node)
{
	struct ts_kids kids;
	uint32_t mark = js_args_mark(js);

	if (node.kind == K_JSX_EXPRESSION)
		return expression(js, node);
	if (node.kind == K_JSX_SELF_CLOSING_ELEMENT) {
		add_tag(js, node);
		return js_any(js, mark, ts_span(node));
	}
	kids = ts_open(&js->walk, node);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.kind == K_JSX_OPENING_ELEMENT)
			add_tag(js, kid);
		else if (kid.kind == K_JSX_EXPRESSION || kid.kind == K_JSX_ELEMENT ||
		        kid.kind == K_JSX_SELF_CLOSING_ELEMENT)
			js_args_add(js, js_expr(js, kid), 0, NULL);
	}
	return js_any(js, mark, ts_span(node));
}
