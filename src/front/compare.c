#include "front/compare.h"

struct compare_test compare_test_of(struct str operator, enum compared with)
{
	struct compare_test asked = {TEST_OPAQUE, false};
	bool zero = with == COMPARED_ZERO, minus = with == COMPARED_MINUS_ONE;
	bool equal = str_is(operator, "=="), unequal = str_is(operator, "!=");

	if ((equal || unequal) && with != COMPARED_OTHER) {
		asked.test = with == COMPARED_NULL ? TEST_NULL : minus ? TEST_NEGATIVE : TEST_TRUTH;
		asked.negated = zero ? equal : unequal;
	} else if ((zero && str_is(operator, "<")) || (minus && str_is(operator, "<="))) {
		asked.test = TEST_NEGATIVE;
	} else if ((zero && str_is(operator, ">=")) || (minus && str_is(operator, ">"))) {
		asked.test = TEST_NEGATIVE;
		asked.negated = true;
	}
	return asked;
}

struct str compare_mirrored(struct str operator)
{
	static const char *const pairs[][2] = {{"<", ">"}, {">", "<"}, {"<=", ">="}, {">=", "<="}};

	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		if (str_is(operator, pairs[i][0]))
			return str_of(pairs[i][1]);
	return operator;
}
