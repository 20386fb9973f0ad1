# fazhi: set-up, checks and the demonstration run. `make help` lists the targets.
# A stamp file remembers what is installed, so that a second call is instant. The requirements name everything that is
# needed, with hashes, so pip resolves nothing (--no-deps): older ones stumble over extras once a newer version is out.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

VENV := .venv
BIN := $(VENV)/bin
PACKAGES := tables transforms expectations warehouse flows dashboard bench bi
# The first Python on the path that is new enough; `make PYTHON=/path/to/python3.12 …` names another.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BI := .venv-bi
HOME_DIR ?= data
INBOX ?= data/sample
FILES ?= 10000
REPORTS ?= 100000
SEED ?= 1
ROUNDS ?= 100
PUBLICATIONS ?= 30

.PHONY: help setup run test lint types contracts bench bench-scale pages pictures parity fuzz soak soak-crash soak-readers accuracy contradictions bi-test lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: $(VENV)/.setup-base ## make .venv with the pinned dependencies and the command fazhi

run: $(VENV)/.setup-base ## run the nightly flow once on the sample reports (INBOX=…, HOME_DIR=…)
	$(BIN)/fazhi run $(INBOX) --home $(HOME_DIR)

test: lint types contracts ## all checks and tests
	$(BIN)/python -m pytest -n 3 --dist loadfile

lint: $(VENV)/.setup-dev ## style: ruff check and ruff format --check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.setup-dev ## types: mypy --strict
	$(BIN)/mypy

contracts: $(VENV)/.setup-dev ## the walls between the packages: import-linter
	$(BIN)/lint-imports

pages: $(VENV)/.setup-dev ## seconds a page of the dashboard takes on a province over ten years, in Chromium (ARGS=…)
	$(BIN)/python -m bench.pages $(ARGS)

pictures: $(VENV)/.setup-dev ## take the pictures in docs/images anew, in Chromium
	$(BIN)/python -m bench.pictures

bench: $(VENV)/.setup-dev ## speed and memory on a generated corpus, of texts and of every format
	$(BIN)/python -m bench

bench-scale: $(VENV)/.setup-dev ## runs over 100,000 reports: speed, memory, then nothing new, then a few (REPORTS=…, ARGS='--folder …')
	$(BIN)/python -m bench.scale --reports $(REPORTS) $(ARGS)

fuzz: $(VENV)/.setup-dev ## 10,000 spoilt files of every format in one run (FILES=…, SEED=…)
	$(BIN)/python -m tests.fuzz --files $(FILES) --seed $(SEED)

soak: $(VENV)/.setup-dev ## the tests that take a minute or more each, which `make test` leaves out
	$(BIN)/python -m pytest -m soak

soak-crash: $(VENV)/.setup-dev ## 100 runs, each killed at a random moment and continued (ROUNDS=…, SEED=…)
	$(BIN)/python -m bench.soak_crash --rounds $(ROUNDS) --seed $(SEED)

soak-readers: $(VENV)/.setup-dev ## eight readers through 30 publications: none may fail or see a mix
	$(BIN)/python -m bench.soak_readers --publications $(PUBLICATIONS)

parity: $(VENV)/.setup-dev ## own reports in every format: the same facts? (ARGS='--no-scans --tables …')
	$(BIN)/python -m bench.parity $(ARGS)

accuracy: $(VENV)/.setup-base ## extraction scored on all gold, beside other programs: docs/accuracy.md
	@$(MAKE) --no-print-directory $(VENV)/.setup-compare || echo "make: the others could not be installed and are left out" >&2
	$(BIN)/python -m bench.accuracy

contradictions: $(VENV)/.setup-base ## planted contradictions: found, false alarms, contents (ARGS='open')
	$(BIN)/python -m bench.contradictions $(ARGS)

bi-test: $(VENV)/.setup-dev $(BI)/.setup ## the Superset bundle in a real Superset, in .venv-bi: minutes
	$(BIN)/python -m pytest tests/bi/superset_check.py

lock: $(VENV)/.setup-dev ## pin the newest allowed versions in requirements/*.txt
	$(BIN)/pip install --quiet uv
	cd requirements && for name in base dev compare bi; do ../$(BIN)/uv pip compile --quiet --upgrade --universal \
		--python-version 3.11 --no-emit-index-url --generate-hashes $$name.in -o $$name.txt; done

clean: ## remove .venv, caches and what runs wrote into data/
	rm -rf $(VENV) $(BI) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
	rm -rf data/raw data/work data/runs data/warehouse data/cache data/docs data/export data/prefect data/review data/withdrawn data/run.lock
	find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer with venv found; install one, or name it: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.setup-base: requirements/base.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements/base.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.setup-dev: requirements/dev.txt $(VENV)/.setup-base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements/dev.txt
	@touch $@

$(VENV)/.setup-compare: requirements/compare.txt $(VENV)/.setup-base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements/compare.txt
	@touch $@

$(BI)/.setup: requirements/bi.txt | $(BIN)/python
	$(BIN)/python -m venv $(BI)
	$(BI)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements/bi.txt
	@touch $@
