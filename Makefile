# Every target sets up what it needs; a bare Python (3.11 to 3.13), make and git are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

LANGUAGES := hi hi_Latn ne bn

.PHONY: help setup demo test check bench lock messages clean
help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(VENV)/.ready ## make .venv with what the demo needs
$(VENV)/.ready: requirements/core.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Sauda needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 setup")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/core.txt
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps --no-index -e .
	@touch $@

$(VENV)/.test-ready: requirements/test.txt $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	@touch $@

demo: setup ## a believable network, the phone simulator at / and the console at /console
	$(BIN)/sauda demo

test: $(VENV)/.test-ready ## everything CI runs
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.test-ready ## the fast loop: style, types, walls, quick tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto -q -m 'not slow'

bench: $(VENV)/.test-ready ## every benchmark, one JSON line each
	@for name in $$(ls benchmarks | sed -n 's/^\([a-z]*\)\.py$$/\1/p'); do $(BIN)/python -m benchmarks.$$name || exit 1; done

lock: ## pin every dependency anew (needs uv)
	$(LOCK) --group build pyproject.toml -o requirements/core.txt
	$(LOCK) --extra server --extra ocr --constraint requirements/core.txt pyproject.toml -o requirements/server.txt
	$(LOCK) --extra server --extra ocr --group build --group test --constraint requirements/core.txt pyproject.toml -o requirements/test.txt

messages: $(VENV)/.ready ## bring the translations up to date with the sentences in the code
	$(BIN)/pybabel -q extract -k _ -k ngettext:1,2 --add-location=file --sort-output --project=Sauda --copyright-holder=Sauda \
		-o locales/messages.pot conversations bot
	@for language in $(LANGUAGES); do \
		if [ -f locales/$$language/LC_MESSAGES/messages.po ]; then \
			$(BIN)/pybabel -q update -N --ignore-obsolete -i locales/messages.pot -d locales -l $$language; \
		else $(BIN)/pybabel -q init -i locales/messages.pot -d locales -l $$language; fi; done

clean: ## forget the environment and the demo's data
	rm -rf $(VENV) var
