# The fuzzer: one program, linked to a name for each target. tree-sitter and the scanners of the grammars, C that was
# written by hand, are watched for wrong addresses; the tables of the parsers are not.

FUZZ         := $(BUILD)/fuzz
FUZZ_TARGETS := $(shell grep ^TARGET tests/fuzz/target.def | cut -d, -f1 | cut -c8-)
FUZZ_SCANNERS := $(foreach g,$(GRAMMARS),$(if $(wildcard $(GRAMMAR_DIR)/node_modules/$(grammar_$g)/scanner.c),$g))
FUZZ_GRAMMARS := $(BUILD)/grammar/tree-sitter.o $(FUZZ_SCANNERS:%=$(BUILD)/grammar/%-scanner.o) \
	$(GRAMMARS:%=$(GRAMMAR_DIR)/%-parser.o)
FUZZ_OBJECTS := $(call object,$(sort $(wildcard tests/fuzz/*.c)))

$(FUZZ): $(FUZZ_OBJECTS) $(IDENTITY) $(LIB) $(GRAMMAR_LIBS) $(FUZZ_GRAMMARS)
	@echo "  LINK    $@"
	@$(LINK) -fsanitize=fuzzer -o $@ $(FUZZ_OBJECTS) $(IDENTITY) $(LIB) $(FUZZ_GRAMMARS) \
		-Wl,-Bstatic -ljansson -Wl,-Bdynamic -ldl
	@cd $(@D) && for target in $(FUZZ_TARGETS); do ln -sf fuzz $$target; done

$(BUILD)/grammar/tree-sitter.o: $(GRAMMAR_STAMP) $(BUILD)/flags
	@mkdir -p $(@D) && $(CC) -std=c11 -D_POSIX_C_SOURCE=200112L -D_DEFAULT_SOURCE -w -O2 -g1 -fsanitize=address $(GRAMMAR_MEMORY) \
		-I$(GRAMMAR_CORE)/include -I$(GRAMMAR_CORE)/src -c -o $@ $(GRAMMAR_CORE)/src/lib.c

$(BUILD)/grammar/%-scanner.o: $(GRAMMAR_STAMP) $(BUILD)/flags
	@src='$(GRAMMAR_DIR)/node_modules/$(grammar_$*)'; mkdir -p $(@D) && \
		$(CC) -std=c11 -w -O2 -g1 -fsanitize=address $(GRAMMAR_MEMORY) -I"$$src" -c -o $@ "$$src/scanner.c"

-include $(FUZZ_OBJECTS:%.o=%.d)
