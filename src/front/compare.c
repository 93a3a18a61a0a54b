#include "front/compare.h"

/* What `x OPERATOR constant` asks of x. */
static struct compare_question ask(struct comparison it, enum compared with)
{
	struct compare_question asked = {.operand = it.left, .test = TEST_OPAQUE};
	bool zero = with == COMPARED_ZERO, minus = with == COMPARED_MINUS_ONE;
	bool equal = str_is(it.operator, "=="), unequal = str_is(it.operator, "!=");

	if ((equal || unequal) && with != COMPARED_OTHER) {
		asked.test = with == COMPARED_NULL ? TEST_NULL : minus ? TEST_NEGATIVE : TEST_TRUTH;
		asked.negated = zero ? equal : unequal;
	} else if ((zero && str_is(it.operator, "<")) || (minus && str_is(it.operator, "<="))) {
		asked.test = TEST_NEGATIVE;
	} else if ((zero && str_is(it.operator, ">=")) || (minus && str_is(it.operator, ">"))) {
		asked.test = TEST_NEGATIVE;
		asked.negated = true;
	}
	return asked;
}

struct compare_question compare_ask(struct comparison it, enum compared left, enum compared right)
{
	struct compare_question question = ask(it, right);

	return question.test == TEST_OPAQUE ? ask(compare_mirrored(it), left) : question;
}

struct comparison compare_mirrored(struct comparison it)
{
	static const char *const pairs[][2] = {{"<", ">"}, {">", "<"}, {"<=", ">="}, {">=", "<="}};
	struct comparison mirrored = {it.right, it.left, it.operator};

	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		if (str_is(it.operator, pairs[i][0]))
			mirrored.operator= str_of(pairs[i][1]);
	return mirrored;
}

void compare_branch(struct cursor *at, struct compare_question question, uint32_t value,
        uint32_t yes, uint32_t no, struct span span)
{
	ir_branch(at, question.test, NULL, value, question.negated ? no : yes,
	        question.negated ? yes : no, span);
}
