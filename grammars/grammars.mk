# The tree-sitter core and the grammars: fetched by npm (pinned, with hashes), one static library each.
#
# Sanitizers and warning flags are for our own code: every build folder shares these libraries, unless another compiler
# makes its own in GRAMMAR_OUT.

GRAMMAR_DIR := build/grammars
GRAMMAR_OUT ?= $(GRAMMAR_DIR)
GRAMMAR_CFLAGS ?= -O2 -w
GRAMMAR_MEMORY := -include grammars/memory.h

# grammar_NAME = folder of its parser.c (and scanner.c, where it has one)
grammar_c          := tree-sitter-c/src
grammar_cpp        := tree-sitter-cpp/src
grammar_html       := tree-sitter-html/src
grammar_javascript := tree-sitter-javascript/src
grammar_json       := tree-sitter-json/src
grammar_markdown   := @tree-sitter-grammars/tree-sitter-markdown/tree-sitter-markdown/src
grammar_python     := tree-sitter-python/src
grammar_toml       := @tree-sitter-grammars/tree-sitter-toml/src
grammar_tsx        := tree-sitter-typescript/tsx/src
grammar_typescript := tree-sitter-typescript/typescript/src
grammar_zig        := @tree-sitter-grammars/tree-sitter-zig/src

# Erlang's is a crate: cargo fetches it, where there is one; else the program is built without Erlang. Which of the two
# it is stands in a makefile, which make makes first.
ERLANG_PINS   := $(addprefix grammars/erlang/,Cargo.toml Cargo.lock)
ERLANG_MK     := $(GRAMMAR_DIR)/erlang-$(if $(shell command -v cargo),with,without)-cargo.mk
ifneq ($(filter-out zig clean help layers format format-check deps need-format need-build,$(or $(MAKECMDGOALS),all)),)
-include $(ERLANG_MK)
endif

GRAMMARS      := $(sort $(patsubst grammar_%,%,$(filter grammar_%,$(.VARIABLES))))
GRAMMAR_CORE  := $(GRAMMAR_DIR)/node_modules/tree-sitter/vendor/tree-sitter/lib
GRAMMAR_LIBS  := $(GRAMMARS:%=$(GRAMMAR_OUT)/lib%.a) $(GRAMMAR_OUT)/libtree-sitter.a
GRAMMAR_FLAGS := $(if $(grammar_erlang),-DPROXYLINT_ERLANG) -Igrammars $(addprefix -isystem $(GRAMMAR_CORE),/include /)
GRAMMAR_PINS  := $(addprefix grammars/,package.json package-lock.json .npmrc)
GRAMMAR_STAMP := $(GRAMMAR_DIR)/installed

$(GRAMMAR_DIR)/erlang-with-cargo.mk: $(ERLANG_PINS)
	@mkdir -p $(@D)/erlang && cp $(ERLANG_PINS) $(@D)/erlang
	@echo "  CARGO   $(@D)/erlang"
	@if cd $(@D)/erlang && cargo vendor --quiet --locked crates >cargo.log 2>&1; then \
		echo 'grammar_erlang := ../erlang/crates/tree-sitter-erlang/src' >../$(@F); \
	else \
		echo "  cargo cannot fetch tree-sitter-erlang (see $(@D)/erlang/cargo.log): built without Erlang" >&2; \
	fi

$(GRAMMAR_DIR)/erlang-without-cargo.mk:
	@echo "  there is no cargo to fetch tree-sitter-erlang: built without Erlang" >&2
	@mkdir -p $(@D) && touch $@

$(GRAMMAR_STAMP): $(GRAMMAR_PINS)
	@command -v npm >/dev/null || { echo "npm is missing: run 'make deps' first" >&2; exit 1; }
	@mkdir -p $(@D) && cp $(GRAMMAR_PINS) $(@D)
	@echo "  NPM     $(GRAMMAR_DIR)"
	@cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --legacy-peer-deps --loglevel=error >npm.log 2>&1 \
		|| { cat npm.log >&2; exit 1; }
	@touch $@

$(GRAMMAR_OUT)/libtree-sitter.a: $(GRAMMAR_STAMP) grammars/grammars.mk grammars/memory.h
	@echo "  CC      tree-sitter"
	@mkdir -p $(@D) && $(CC) -std=c11 -D_POSIX_C_SOURCE=200112L -D_DEFAULT_SOURCE $(GRAMMAR_CFLAGS) \
		$(GRAMMAR_MEMORY) -I$(GRAMMAR_CORE)/include -I$(GRAMMAR_CORE)/src -c -o $(@:.a=.o) $(GRAMMAR_CORE)/src/lib.c
	@rm -f $@ && $(AR) rcsD $@ $(@:.a=.o)

# Some parsers ask for -O0 in a pragma, to spare their authors' compilers: it costs users time, so it is dropped.
$(GRAMMAR_OUT)/lib%.a: $(GRAMMAR_STAMP) grammars/grammars.mk grammars/memory.h
	@echo "  CC      $*"
	@mkdir -p $(@D); src='$(GRAMMAR_DIR)/node_modules/$(grammar_$*)'; objects=; set -e; \
	for part in parser scanner; do \
		test -f "$$src/$$part.c" || continue; \
		object='$(@D)/$*'-$$part.o; objects="$$objects $$object"; \
		sed '/^#pragma GCC optimize/d' "$$src/$$part.c" | \
			$(CC) -std=c11 $(GRAMMAR_CFLAGS) $(GRAMMAR_MEMORY) -I"$$src" -x c -c -o "$$object" -; \
	done; \
	rm -f $@; $(AR) rcsD $@ $$objects
