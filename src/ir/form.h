/*
 * What the printer and the reader of the text form share: the words for
 * flags, the operands of each operation and what a bare name is made of.
 * Private to ir/.
 *
 *	unit c module "a"                  ; comment
 *	export make func make
 *	body exported @0-99 {              ; functions[0]; may be left out
 *	  var cache type "PyObject *" exported
 *	}
 *	func make(list, n) method class Dog in outer type "int" @span @name_span {
 *	  var item, rest
 *	b0: unwind b2
 *	  %1 = param 0 "PyObject *"
 *	  %2 = call PyList_New(%1, key=%1, ...%1, **%1) !new !maybe @10-20
 *	  %3 = call %2.append(%2)           ; method
 *	  %4 = call %3(%2)                  ; value
 *	  store item, %2
 *	  %6 = const string "text"
 *	  branch member "toJs" %2 ? b1 : b2
 *	b1:
 *	  return %2 !error
 *	b2:
 *	  stop
 *	}
 *	embed make %6 python { ...what follows `unit ...`... }
 *
 * Names that are not plain are quoted; `name#7` is variable or function 7 where
 * the name alone would not tell, `#7` one without a name, `_` no name at all.
 *
 * Written by hand it may be shorter: values and blocks have any names; an
 * operand that is a bare name loads that variable (a parameter becomes a
 * variable on its first such use), `&name` is its address, a number, "text",
 * null, true, false or undefined is a constant; `item = call f()` stores the result; `branch t ? b`
 * goes on below when the test fails; control falls through into a label.
 */
#ifndef PROXYLINT_IR_FORM_H
#define PROXYLINT_IR_FORM_H

#include "ir/ir.h"

struct flag_word {
	const char *text;
	uint32_t flag;
};

/* Both end with a NULL text. */
extern const struct flag_word func_flag_words[];
extern const struct flag_word insn_flag_words[];

const char *op_operands(enum op op);
const char *test_text(enum test test);
const char *const_text(enum const_kind kind);

static inline bool name_starts(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

static inline bool name_goes_on(char c)
{
	return name_starts(c) || (c >= '0' && c <= '9') || c == '.';
}

#endif
