/*
 * A struct fact_file as bytes and back: what is built in was read from its TOML
 * when the program was built, and a run takes no more than what is left of it.
 *
 * One function per struct goes both ways, so that what is written and what is
 * read cannot part: members are written when there is somewhere to write to,
 * and else filled. Texts are not copied: they stay where the bytes are.
 */
#include "fact/table.h"

struct carry {
	struct buf *out; /* NULL: reading */
	struct unpack *from;
	struct arena *arena;
};

/* A list's room: that of what is written, or one made for what is read. */
#define carry_list(c, list)                                  \
	((list)->n = number((c), (list)->n),                 \
	        (c)->out ? (void)0                           \
	                 : (void)((list)->room = (list)->n,  \
	                           (list)->at = arena_alloc( \
	                                   (c)->arena, (list)->n * sizeof(*(list)->at))))

static uint32_t number(struct carry *c, uint32_t value)
{
	if (!c->out)
		return unpack_number(c->from);
	pack_number(c->out, value);
	return value;
}

static void flag(struct carry *c, bool *value)
{
	*value = number(c, *value) != 0;
}

static void text(struct carry *c, const char **value)
{
	if (c->out)
		pack_text(c->out, *value);
	else
		*value = unpack_lent(c->from);
}

/* NULL-terminated, or NULL. */
static void texts(struct carry *c, const char ***list)
{
	uint32_t count = 0;

	if (c->out && *list)
		while ((*list)[count++])
			;
	count = number(c, count);
	if (!count)
		return;
	if (!c->out)
		*list = arena_array(c->arena, const char *, count);
	for (uint32_t i = 0; i + 1 < count; i++)
		text(c, &(*list)[i]);
}

static void param_carry(struct carry *c, struct fact_param *param)
{
	bool otherwise = param->otherwise != NULL;

	_Static_assert(sizeof(void *) != 8 || sizeof(*param) == 80, "carry the new member below");
	text(c, &param->name);
	param->effect = (enum effect)number(c, param->effect);
	param->language = (enum language)number(c, param->language);
	param->source = (enum fact_source)number(c, param->source);
	flag(c, &param->on_success);
	flag(c, &param->optional);
	flag(c, &param->sometimes);
	flag(c, &param->rest);
	flag(c, &param->keywords);
	flag(c, &param->repeated);
	text(c, &param->word);
	text(c, &param->callback);
	param->dialect = (enum format_dialect)number(c, param->dialect);
	texts(c, &param->when);
	texts(c, &param->unless);
	flag(c, &otherwise);
	if (otherwise && !c->out)
		param->otherwise = arena_new(c->arena, struct fact_param);
	if (otherwise)
		param_carry(c, (struct fact_param *)param->otherwise);
}

static void params_carry(struct carry *c, struct fact *fact)
{
	fact->param_count = number(c, fact->param_count);
	if (!c->out)
		fact->params = arena_array(c->arena, struct fact_param, fact->param_count);
	for (uint32_t i = 0; i < fact->param_count; i++)
		param_carry(c, &fact->params[i]);
}

static void result_carry(struct carry *c, struct fact *fact)
{
	fact->origin = (enum origin)number(c, fact->origin);
	text(c, &fact->type);
	text(c, &fact->from);
	text(c, &fact->from_else);
	flag(c, &fact->maybe);
	flag(c, &fact->nullable);
	flag(c, &fact->error);
	flag(c, &fact->absent);
	flag(c, &fact->promise);
	flag(c, &fact->result_of_source);
	text(c, &fact->like);
	text(c, &fact->as);
	text(c, &fact->value);
}

static void fact_carry(struct carry *c, struct fact *fact, const char *file)
{
	bool more = fact->next_version != NULL;

	_Static_assert(sizeof(void *) != 8 || sizeof(*fact) == 168, "carry the new member below");
	text(c, &fact->name);
	flag(c, &fact->has_params);
	params_carry(c, fact);
	result_carry(c, fact);
	flag(c, &fact->nothrow);
	flag(c, &fact->once);
	flag(c, &fact->steady);
	flag(c, &fact->rarely);
	flag(c, &fact->zero);
	flag(c, &fact->foreign);
	fact->pending = (enum fact_error)number(c, fact->pending);
	fact->lock = (enum fact_lock)number(c, fact->lock);
	text(c, &fact->ends);
	text(c, &fact->misuse);
	text(c, &fact->since);
	text(c, &fact->until);
	flag(c, &fact->of_python);
	fact->file = file;
	fact->line = number(c, fact->line);
	flag(c, &more);
	if (more && !c->out)
		fact->next_version = arena_new(c->arena, struct fact);
	if (more)
		fact_carry(c, (struct fact *)fact->next_version, file);
}

static void type_carry(struct carry *c, struct fact_type *type)
{
	_Static_assert(sizeof(void *) != 8 || sizeof(*type) == 112, "carry the new member below");
	text(c, &type->name);
	text(c, &type->resource);
	text(c, &type->noun);
	text(c, &type->retention);
	texts(c, &type->told);
	texts(c, &type->counts);
	texts(c, &type->evidence);
	texts(c, &type->unmistakable);
	text(c, &type->pattern);
	texts(c, &type->fields);
	text(c, &type->prefix);
	text(c, &type->extends);
	flag(c, &type->callable);
	flag(c, &type->immortal);
	flag(c, &type->copied);
	flag(c, &type->once);
	flag(c, &type->counted);
	flag(c, &type->held);
	flag(c, &type->shared);
	flag(c, &type->untyped);
	flag(c, &type->constant);
	flag(c, &type->heap);
	flag(c, &type->collected);
	flag(c, &type->uncertain);
	flag(c, &type->primitive);
	flag(c, &type->scope);
	flag(c, &type->foreign);
}

static void names_carry(struct carry *c, struct fact_names *names)
{
	carry_list(c, &names->list);
	for (uint32_t i = 0; i < names->list.n; i++)
		text(c, &names->list.at[i]);
}

static void pairs_carry(struct carry *c, struct file_names *names)
{
	carry_list(c, &names->list);
	for (uint32_t i = 0; i < names->list.n; i++) {
		text(c, &names->list.at[i].name);
		text(c, &names->list.at[i].type);
	}
}

static void facts_carry(struct carry *c, struct fact_file *file)
{
	carry_list(c, &file->facts);
	for (uint32_t i = 0; i < file->facts.n; i++) {
		struct file_fact *line = &file->facts.at[i];

		line->languages = number(c, line->languages);
		if (!c->out)
			line->fact = arena_new(c->arena, struct fact);
		fact_carry(c, line->fact, file->path);
	}
}

static void types_carry(struct carry *c, struct fact_file *file)
{
	carry_list(c, &file->types);
	for (uint32_t i = 0; i < file->types.n; i++) {
		if (!c->out)
			file->types.at[i] = arena_new(c->arena, struct fact_type);
		type_carry(c, file->types.at[i]);
	}
}

static void errors_carry(struct carry *c, struct fact_file *file)
{
	carry_list(c, &file->errors);
	for (uint32_t i = 0; i < file->errors.n; i++) {
		text(c, &file->errors.at[i].text);
		text(c, &file->errors.at[i].rule);
	}
}

static void head_carry(struct carry *c, struct fact_file *file)
{
	text(c, &file->path);
	file->languages = number(c, file->languages);
	file->anywhere = number(c, file->anywhere);
	names_carry(c, &file->prefilter);
	names_carry(c, &file->prefilter_alone);
}

static void rest_carry(struct carry *c, struct fact_file *file)
{
	texts(c, &file->modules);
	facts_carry(c, file);
	types_carry(c, file);
	pairs_carry(c, &file->declared);
	pairs_carry(c, &file->conventional);
	names_carry(c, &file->once);
	names_carry(c, &file->often);
	names_carry(c, &file->lends);
	errors_carry(c, file);
}

void fact_file_pack(struct fact_file *file, struct buf *out)
{
	struct buf rest = {0};
	struct carry head_out = {.out = out}, rest_out = {.out = &rest};

	head_carry(&head_out, file);
	rest_carry(&rest_out, file);
	pack_number(out, (uint32_t)rest.n);
	pack_bytes(out, rest.at, rest.n);
	buf_free(&rest);
}

struct fact_file *fact_file_head(struct arena *arena, struct unpack *from, struct unpack *rest)
{
	struct fact_file *file = arena_new(arena, struct fact_file);
	struct carry in = {.from = from, .arena = arena};
	uint32_t length;

	head_carry(&in, file);
	length = unpack_count(from, 1);
	*rest = (struct unpack){.rest = {from->rest.at, length}};
	from->rest = (struct str){from->rest.at + length, from->rest.n - length};
	return file;
}

void fact_file_rest(struct arena *arena, struct unpack *rest, struct fact_file *file)
{
	struct carry in = {.from = rest, .arena = arena};

	rest_carry(&in, file);
}
