# make demo: set-up and the main job on the bundled sample. make test: set-up and tests. make lint: style and types.
# Needs Python 3.11 or newer, make and pip; everything else goes into .venv, with the versions of constraints.txt.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test lint format docs calibrate errors bench growth clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.run-ready ## set-up and the main job on the bundled sample
	$(BIN)/claimtable demo

test: $(VENV)/.dev-ready ## set-up, tests and doctests
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.dev-ready ## ruff, ruff format, mypy strict, and which room may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev-ready ## mend what ruff can mend
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

docs: $(VENV)/.run-ready ## write docs/tables.md anew from the models
	$(BIN)/python -m claimtable.docs > docs/tables.md

# Annotated abstracts, as `claimtable evaluate` reads them: make calibrate GOLD="mine.jsonl more.jsonl"
GOLD ?= benchmarks/gold/invented.jsonl $(wildcard ../shared/gold/dev.jsonl ../shared/gold/seeds.jsonl)

calibrate: $(VENV)/.dev-ready ## measure confidence anew on the annotated abstracts of GOLD
	$(BIN)/python benchmarks/calibrate_confidence.py $(GOLD)

errors: $(VENV)/.dev-ready ## count the classes of errors on the annotated abstracts of GOLD
	$(BIN)/python benchmarks/error_classes.py $(GOLD)

# Abstracts to read, one JSON object a line: make bench ABSTRACTS=mine.jsonl.gz
ABSTRACTS ?= $(wildcard ../shared/corpus/abstracts.jsonl.gz)

bench: $(VENV)/.dev-ready $(VENV)-peers/.ready ## measure speed on ABSTRACTS beside spaCy, edsnlp and quantulum3, and how time grows
	$(BIN)/python benchmarks/bench.py $(ABSTRACTS) --peers $(VENV)-peers/bin/python --write benchmarks/bench.md
	$(BIN)/python benchmarks/blowup.py

growth: $(VENV)/.dev-ready ## measure time and memory from 1,000 to 1,000,000 of ABSTRACTS, an hour or so, and 4 GB in TMPDIR
	$(BIN)/python benchmarks/growth.py $(ABSTRACTS)

clean: ## remove the environment and the caches, keep outputs/
	rm -rf $(VENV) $(VENV)-peers .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

# Debian splits ensurepip off; where it is missing, the pip of the machine fills the environment.
$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer found; install one, or name it: make PYTHON=/path/to/python" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV) 2>/dev/null || { $(PYTHON) -m venv --clear --without-pip $(VENV) \
		&& $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

# Without build isolation, so that the build backend is pinned too.
$(VENV)/.run-ready: constraints.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet -c constraints.txt setuptools
	$(PIP) install --quiet --no-build-isolation -c constraints.txt -e .
	@touch $@

# The peers of the benchmark have an environment of their own, for they need other versions of what we use.
$(VENV)-peers/.ready: benchmarks/peers.txt
	$(PYTHON) -m venv $(VENV)-peers
	$(VENV)-peers/bin/python -m pip --disable-pip-version-check install --quiet -r benchmarks/peers.txt
	@touch $@

$(VENV)/.dev-ready: $(VENV)/.run-ready
	$(PIP) install --quiet --no-build-isolation -c constraints.txt -e '.[dev]'
	@touch $@
