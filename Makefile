# proxylint. `make help` lists the targets; `make demo` shows the program at work.

# Settings: on the command line (make CC=clang), in the environment, or in local.mk
-include local.mk

CC       ?= cc
AR       ?= ar
STRIP    ?= strip
CFLAGS   ?= -O2 -g
LDFLAGS  ?=
PREFIX   ?= /usr/local
DESTDIR  ?=
BUILD    ?= build
JANSSON  ?= -Wl,-Bstatic -ljansson -Wl,-Bdynamic
WERROR   ?=#                  1: warnings are errors
SANITIZE ?=#                  e.g. address,undefined (with a BUILD folder of its own, see asan)
FORMAT   ?= $(shell command -v clang-format-14 || echo clang-format)

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wundef -Wvla \
	-Wimplicit-fallthrough $(if $(filter 1,$(WERROR)),-Werror)
SANITIZER := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)

include grammars/grammars.mk

# Sources: src/main.c holds main and nothing else, all the rest is a library that the tests link as well.
# src/shim is what runs inside other people's programs, and no part of the linter.
BIN     := $(BUILD)/proxylint
LIB     := $(BUILD)/libproxylint.a
UNIT    := $(BUILD)/unit
BENCH   := $(BUILD)/bench
SOURCES := $(filter-out src/main.c src/shim/% $(if $(grammar_erlang),,src/front/erl%),$(sort $(wildcard src/*.c src/*/*.c src/*/*/*.c)))
FACTS   := $(sort $(wildcard rules/facts/*.toml))
CLASSES := $(sort $(wildcard rules/facts/classes/*.hpp))
HTML    := $(sort $(wildcard src/report/*.css src/report/*.js src/proof/*.js))
PAGES   := $(filter-out rules/facts/% %/README.md,$(sort $(wildcard rules/*/*.md)))
TESTS   := $(sort $(wildcard tests/unit/*.c))
BENCHES := $(sort $(wildcard tests/bench/*.c))
FORMATTED := $(sort $(wildcard src/*.[ch] src/*/*.[ch] src/*/*/*.[ch] src/shim/*/*/*.h tests/*/*.[ch] grammars/*.h))

SCARCE  := $(BUILD)/scarce/base $(BUILD)/scarce/scarce.so

FUZZ_SECONDS ?= 60

# The shims as they travel: scripts as they are, C as a library that any CPython can load.
SHIMS    := $(patsubst src/%,$(BUILD)/%,$(sort $(wildcard src/shim/*/*.py src/shim/*/*.mjs src/shim/*/*/*.h)))
SHIM_C   := $(sort $(wildcard src/shim/cpython/*.c))
SHIM_LIB := $(BUILD)/shim/cpython/libproxylint.so
SHIM_H   := $(BUILD)/shim/cpython/include/proxylint_calls.h
HOOKS    := $(BUILD)/gen/hooks.def

# What packages are made of. A target other than this machine is MACHINE-LIBRARY, see src/dist/portable.
TARGETS  ?= here
PROGRAMS := $(TARGETS:%=$(BUILD)/portable/%/proxylint)
NOTICES  := $(BUILD)/portable/NOTICES
PACK      = $(NOTICES) $(PROGRAMS)

object   = $(1:%.c=$(BUILD)/obj/%.o)
EMBEDDED := $(BUILD)/gen/embedded.c $(BUILD)/gen/facts.c $(BUILD)/gen/shims.c $(BUILD)/gen/version.c
MAIN    := $(call object,src/main.c)
IDENTITY := $(BUILD)/gen/identity.o
OBJECTS := $(call object,$(SOURCES)) $(EMBEDDED:.c=.o)
# Reads the facts when the program is built: it has to run here, whatever machine the program is for.
PACKER  ?= $(BUILD)/pack_facts
PARTS   := $(call object,tests/tools/pack_facts.c \
	$(filter src/base/% src/text/% src/data/% src/ir/% src/fact/%,$(SOURCES)))
# The same sources give the same bytes, wherever they lie.
ANYWHERE := "-ffile-prefix-map=$(CURDIR)=."

COMPILE  = $(CC) -std=c11 -D_POSIX_C_SOURCE=200809L $(ANYWHERE) -Isrc $(GRAMMAR_FLAGS) $(WARNINGS) $(SANITIZER) $(CFLAGS) \
	$(CPPFLAGS) -pthread -MMD -MP -c
LINK     = $(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -pthread
LIBS     = $(LIB) $(GRAMMAR_LIBS) $(JANSSON) -ldl $(LDLIBS)

.DEFAULT_GOAL := all

# Unless told otherwise, as many jobs as there are processors
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell getconf _NPROCESSORS_ONLN)
endif
MAKEFLAGS += --no-print-directory --no-builtin-rules
SUBMAKE = +@$(MAKE)
.DELETE_ON_ERROR:
.SUFFIXES:

##@ Use
all: $(BIN)                     ## build the program (the default)
demo:                           ## build, and lint the programs in tests/demo
	$(SUBMAKE) need-build
	$(SUBMAKE) $(BIN)
	@$(BIN) check tests/demo || test $$? -eq 1
verify-demo:                    ## run the programs in tests/demo under verify: every verdict must be right
	$(SUBMAKE) deps
	$(SUBMAKE) $(BIN)
	@PROXYLINT=$(BIN) tests/shim/run -v demo/
install: $(BIN)                 ## install it, its manual and completions under PREFIX (and DESTDIR)
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 $(BIN) '$(DESTDIR)$(PREFIX)/bin/proxylint'
	@set -e; share='$(DESTDIR)$(PREFIX)/share'; \
	put() { install -d "$$share/$$2"; $(BIN) completions $$1 >"$$share/$$2/$$3"; chmod 644 "$$share/$$2/$$3"; }; \
	put man man/man1 proxylint.1; \
	put bash bash-completion/completions proxylint; \
	put zsh zsh/site-functions _proxylint; \
	put fish fish/vendor_completions.d proxylint.fish
wheel: packed                   ## pack it into a Python wheel, in build/dist
	@src/dist/wheel $(BUILD)/dist $(PACK)
npm: packed                     ## pack it for npm, in build/dist
	@src/dist/npm $(BUILD)/dist $(PACK)
deb: packed                     ## pack it for Debian, in build/dist
	@src/dist/deb $(BUILD)/dist $(NOTICES) $(BIN) $(PROGRAMS)
dist:                           ## all packages for all machines, built with Zig and musl-gcc
	@CC='$(CC)' tests/tools/deps dist
	$(SUBMAKE) zig
	$(SUBMAKE) wheel npm deb TARGETS='x86_64-gnu aarch64-gnu x86_64-musl'
clean:                          ## remove all that was built or fetched
	rm -rf $(BUILD)
deps:                           ## install what building and testing need, if it is missing
	@CC='$(CC)' tests/tools/deps

##@ Check
test:                           ## build, and run every test
	$(SUBMAKE) deps
	$(SUBMAKE) zig
	$(SUBMAKE) check
	$(SUBMAKE) lsp
	$(SUBMAKE) pages
	$(SUBMAKE) reports
	$(SUBMAKE) precommit
	$(SUBMAKE) packages
packages:                       ## install each package, use it, and remove it
	$(SUBMAKE) wheel npm deb
	@tests/tools/packages $(BUILD)
precommit: $(BIN)               ## try the hooks and the wheel with the real pre-commit
	@tests/tools/precommit $(BUILD)
reports: $(BIN)                 ## validate reports with the tools that read them
	@tests/tools/reports $(BIN) $(BUILD)
lsp: $(BIN)                     ## drive the language server as editors do
	@tests/tools/lsp $(BUILD) $(CASES)
pages:                          ## open the pages of tests/pages in Chromium, where there is one
	@tests/tools/pages $(BUILD) $(CASES)
asan:                           ## the tests without a browser, with sanitizers for addresses and undefined behaviour
	$(SUBMAKE) deps
	$(SUBMAKE) check lsp BUILD=build/asan SANITIZE=address,undefined CFLAGS='-O1 -g'
tsan:                           ## run the program's threads under ThreadSanitizer; its unit tests cannot be (Criterion)
	$(SUBMAKE) deps
	$(SUBMAKE) races lsp BUILD=build/tsan SANITIZE=thread CFLAGS='-O1 -g'
fuzz:                           ## feed every parser (or TARGET=) what nobody wrote, for FUZZ_SECONDS=60 each, or the same FUZZ_RUNS=50 again
	$(SUBMAKE) deps
	@CC='$(CC)' tests/tools/deps fuzz
	$(SUBMAKE) build/fuzz/fuzz BUILD=build/fuzz CC=clang-14 SANITIZE=address,undefined WERROR= \
		CFLAGS='-O1 -g -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION -Wno-implicit-fallthrough -fsanitize=fuzzer-no-link -fno-sanitize=pointer-overflow'
	@tests/tools/fuzz build/fuzz $(if $(FUZZ_RUNS),--runs=$(FUZZ_RUNS),--seconds=$(FUZZ_SECONDS)) $(TARGET)
scarce: $(BIN) $(SCARCE)        ## let each allocation fail in turn (with ALL=1: really each)
	@tests/tools/scarce $(BIN) $(SCARCE) $(if $(ALL),--all)
valgrind: $(BIN)                ## lint the programs of the tests under valgrind
	@tests/tools/valgrind $(BIN)
lint: self-lint                 ## look at the program with other analysers, those that are there, and with itself
	@tests/tools/deps lint
	@tests/tools/lint $(BUILD) -std=c11 -D_POSIX_C_SOURCE=200809L -Isrc $(GRAMMAR_FLAGS)
self-lint: $(BIN)               ## lint the program with itself
	@$(BIN) check --no-cache --isolated --c-reader=fast src
zig:                            ## fetch the compiler that builds the extension in tests/demo/zig, unless there is one
	@command -v zig >/dev/null || tests/tools/npm tests/zig $(BUILD)/zig || \
		echo 'there is no Zig to be had: tests/demo/zig is not built' >&2
reproducible: $(BIN)            ## the same sources give the same bytes, in whatever folder
	@tests/tools/reproducible
layers:                         ## includes that point upward are errors
	@tests/tools/layers
format-check: need-format       ## is the code laid out as .clang-format says?
	@$(FORMAT) --dry-run -Werror $(FORMATTED)
bench: $(BIN) $(BENCH)         ## time the program beside other linters; writes tests/bench/RESULTS.md and GROWTH.md
	@tests/tools/deps bench
	@tests/tools/bench $(BIN) $(BENCH) $(BUILD)/peers

##@ Work
format: need-format             ## lay the code out
	@$(FORMAT) -i $(FORMATTED)
help:                           ## this list
	@awk -F ':.*##' '/^##@/ { print "\n" substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-14s%s\n", $$1, $$2 }' Makefile

check: $(BIN) $(if $(TESTS),$(UNIT)) $(if $(SANITIZE),,$(SCARCE))
	@status=0; \
	$(if $(TESTS),tests/tools/unit $(UNIT) || status=1;) \
	PROXYLINT=$(BIN) tests/run || status=1; \
	$(if $(SANITIZE),,tests/tools/scarce $(BIN) $(SCARCE) || status=1;) \
	tests/tools/same $(BIN) tests/cases tests/silent || status=1; \
	PROXYLINT=$(BIN) tests/shim/run || status=1; \
	PROXYLINT=$(BIN) tests/shim/run_pyodide $(BUILD) || status=1; \
	exit $$status
# tests/cli/hostile counts memory and files that a program takes: it has others under a sanitizer of threads
races: $(BIN)
	@status=0; \
	PROXYLINT=$(BIN) tests/run tests/ir tests/cases tests/silent rules/ 'tests/cli/[!h]*' || status=1; \
	tests/tools/same $(BIN) tests/cases tests/silent || status=1; \
	exit $$status
packed: $(BIN) $(GRAMMAR_LIBS)
	+@set -e; for target in $(TARGETS); do \
		mkdir -p $(BUILD)/portable/$$target; \
		if test $$target = here; then $(STRIP) -R .comment -o $(BUILD)/portable/here/proxylint $(BIN); \
		else src/dist/portable $$target $(BUILD)/portable; fi; \
	done
	@src/dist/notices $(GRAMMAR_DIR) >$(NOTICES)
need-build:
	@CC='$(CC)' tests/tools/deps build
need-format:
	@$(FORMAT) --version | grep -q 'version 14\.' || { echo '$(FORMAT) is not version 14' >&2; exit 1; }

.PHONY: all wheel npm deb dist packed packages precommit demo zig install clean deps test lsp pages reports asan tsan fuzz scarce valgrind lint self-lint reproducible layers format-check bench format help check races need-build need-format FORCE
.PHONY: verify-demo

# Programs
$(BIN): $(MAIN) $(IDENTITY) $(LIB) $(GRAMMAR_LIBS)
	@echo "  LINK    $@"
	@$(LINK) -o $@ $(MAIN) $(IDENTITY) $(LIBS)

$(UNIT): $(call object,$(TESTS)) $(IDENTITY) $(LIB) $(GRAMMAR_LIBS)
	@echo "  LINK    $@"
	@$(LINK) -o $@ $(call object,$(TESTS)) $(IDENTITY) $(LIBS) -lcriterion

$(BENCH): $(call object,$(BENCHES)) $(IDENTITY) $(LIB) $(GRAMMAR_LIBS)
	@echo "  LINK    $@"
	@$(LINK) -o $@ $(call object,$(BENCHES)) $(IDENTITY) $(LIBS)

$(BUILD)/scarce/base: $(call object,tests/scarce/base.c) $(LIB)
	@mkdir -p $(@D) && $(LINK) -o $@ $^

$(BUILD)/scarce/scarce.so: tests/scarce/scarce.c
	@mkdir -p $(@D) && $(CC) -std=c11 $(WARNINGS) -O2 -fPIC -shared -o $@ $<

include tests/fuzz/fuzz.mk

$(LIB): $(OBJECTS) $(BUILD)/files
	@echo "  AR      $@"
	@rm -f $@ && $(AR) rcsD $@ $(OBJECTS)

# Which program it is: the cache keeps the results of one from another.
$(IDENTITY:.o=.c): $(LIB) $(GRAMMAR_LIBS)
	@mkdir -p $(@D) && cat $^ | sha256sum | \
		sed 's/\([0-9a-f]*\).*/#include "base\/version.h"\nconst char version_identity[] = "\1";/' >$@

$(BUILD)/obj/%.o: %.c $(BUILD)/flags | $(GRAMMAR_STAMP)
	@echo "  CC      $*.c"
	@mkdir -p $(@D) && $(COMPILE) -o $@ $<

# Facts, pages, shims and what HTML reports are made of travel inside the binary.
$(BUILD)/gen/embedded.c: tests/tools/embed $(CLASSES) $(PAGES) $(HTML) $(BUILD)/files
	@echo "  EMBED   $@"
	@mkdir -p $(@D) && tests/tools/embed classes $(CLASSES) -- pages $(PAGES) -- html $(HTML) >$@

$(BUILD)/gen/facts.c: tests/tools/embed $(BUILD)/gen/facts
	@echo "  EMBED   $@"
	@cd $(@D) && '$(CURDIR)/tests/tools/embed' facts facts >facts.c

$(BUILD)/gen/facts: $(PACKER) $(FACTS) $(BUILD)/files
	@mkdir -p $(@D) && $(PACKER) $(FACTS) >$@

$(BUILD)/pack_facts: $(PARTS) $(GRAMMAR_LIBS)
	@echo "  LINK    $@"
	@$(LINK) -o $@ $(PARTS) $(GRAMMAR_LIBS)

$(BUILD)/gen/shims.c: tests/tools/embed $(SHIMS) $(SHIM_LIB) $(SHIM_H) $(BUILD)/files
	@echo "  EMBED   $@"
	@mkdir -p $(@D) && cd $(BUILD) && '$(CURDIR)/tests/tools/embed' shims $(patsubst $(BUILD)/%,%,$(SHIMS) $(SHIM_LIB) $(SHIM_H)) \
		>gen/shims.c

$(BUILD)/gen/version.c: tests/tools/version $(FACTS) $(GRAMMAR_PINS) $(ERLANG_PINS) $(BUILD)/files $(BUILD)/flags
	@mkdir -p $(@D) && tests/tools/version grammars/package.json \
		'$(if $(grammar_erlang),grammars/erlang/Cargo.toml)' $(FACTS) >$@

$(EMBEDDED:.c=.o) $(IDENTITY): %.o: %.c $(BUILD)/flags
	@$(COMPILE) -o $@ $<

$(SHIMS): $(BUILD)/%: src/%
	@mkdir -p $(@D) && cp $< $@

# It runs inside programs that were built without sanitizers, so it is, too.
$(SHIM_LIB): $(SHIM_C) $(wildcard src/shim/cpython/*.[ch] src/shim/cpython/*.def) $(HOOKS) $(BUILD)/flags
	@echo "  SHIM    $@"
	@mkdir -p $(@D) && $(CC) -std=c11 -D_GNU_SOURCE $(ANYWHERE) -Isrc/shim/cpython -I$(BUILD)/gen $(WARNINGS) -O2 -g1 -fPIC \
		-fvisibility=hidden -shared -o $@ $(SHIM_C) -ldl

# The same functions as macros, for recompiled code
$(SHIM_H): $(HOOKS) src/shim/cpython/variadic.def
	@mkdir -p $(@D) && sed -n 's/^\(HOOK\|HOOK_DOUBLE\|VARIADIC\)(\([A-Za-z_0-9]*\),.*/#ifndef \2\n#define \2(...) PROXYLINT_NEW("\2", \2(__VA_ARGS__))\n#endif/p' \
		$^ >$@

$(HOOKS): tests/tools/hooks $(FACTS)
	@mkdir -p $(@D) && tests/tools/hooks $(filter rules/facts/cpython%,$(FACTS)) >$@

# What no file's time tells: other flags, or a file that went away
$(BUILD)/flags: FORCE
	@$(call keep,$(COMPILE))
$(BUILD)/files: FORCE
	@$(call keep,$(SOURCES) $(FACTS) $(CLASSES) $(PAGES) $(SHIMS) $(SHIM_C))
keep = mkdir -p $(@D) && { echo '$1' | cmp -s - $@ || echo '$1' >$@; }

-include $(patsubst %.o,%.d,$(MAIN) $(OBJECTS) $(PARTS) $(call object,$(TESTS) $(BENCHES) tests/scarce/base.c))
