# Everything a contributor does by name. `make` alone says what there is.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

RESOLVE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate
LOCK := $(RESOLVE) --all-extras --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help setup demo web test check coverage prove endure bench bench-web growth rates docs lock upgrade wheel clean

help:  # Say what can be made
	@echo "make TARGET"
	@sed -nE 's/^([a-z-]+):.*# (.*)$$/\1\t\2/p' Makefile | while IFS=$$'\t' read -r target does; do \
		printf '  %-9s %s.\n' "$$target" "$$does"; done

setup: $(READY)  # Make .venv with liggare and the tools in it

$(READY): pyproject.toml requirements.lock
	@command -v $(PYTHON) >/dev/null || { \
		echo "Error: there is no $(PYTHON) here"; \
		echo "Hint: install Python 3.11 or later, or name it: make setup PYTHON=/path/to/python3"; exit 1; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Error: liggare needs Python 3.11 or later, and $(PYTHON) is $$($(PYTHON) --version 2>&1)"; \
		echo "Hint: name another one: make setup PYTHON=python3.12"; exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Error: $(PYTHON) cannot make virtual environments: it has no venv or no ensurepip"; \
		echo "Hint: install them (Debian and Ubuntu: apt install python3-venv), or name another: make setup PYTHON=…"; \
		exit 1; } >&2
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(PIP) install --require-hashes --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY)  # Walk through the main questions on real published figures
	@$(BIN)/liggare demo

web: $(READY)  # Show the examples as web pages, until stopped with Ctrl-C; PORT=8710
	@mkdir -p build/web && rm -f build/web/*
	@$(BIN)/liggare --ledger build/web/vasterbotten.db restore examples/vasterbotten-2024.jsonl
	@$(BIN)/liggare --ledger build/web/vasterbotten.db serve --port $(or $(PORT),8710)

test: $(READY)  # Run the tests; ARGS goes to pytest, as in: make test ARGS="tests/domain -x"
	$(BIN)/pytest -n 2 $(ARGS)

check: $(READY)  # Run what CI runs: lint, types, layers, generated pages, and the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python docs/generate.py --check
	@$(MAKE) --no-print-directory test ARGS="$(ARGS)"

coverage: $(READY)  # Run the tests and say which branches they take; half as long again
	@$(MAKE) --no-print-directory test ARGS="--cov --cov-report=term $(ARGS)"

prove: $(READY)  # Run the laws, and whatever is typed or read, with a hundred times as many examples
	HYPOTHESIS_PROFILE=prove $(BIN)/pytest -n 2 tests/laws tests/fuzz tests/cli/typing/test_whatever_is_typed.py tests/interchange/sie/test_sie_fuzz.py $(ARGS)

endure: $(READY)  # Run for minutes what the tests run for seconds: kills, power cuts, broken and full disks, eight writers; TIMES=15
	LIGGARE_ENDURE=$(or $(TIMES),15) $(BIN)/pytest -n 2 tests/faults tests/store/postgres/test_faults.py $(ARGS)
	LIGGARE_ENDURE=1 $(BIN)/pytest tests/conformance/test_eight_writers.py $(ARGS)
	LIGGARE_TESTS_ON=server $(BIN)/pytest -n 2 tests/domain tests/recording $(ARGS)

bench: $(READY)  # Measure beside ledger-cli, hledger, beancount and SQLite itself; SIZE=1000000 for a million decisions
	@command -v ledger >/dev/null && command -v hledger >/dev/null || { apt-get update -qq && apt-get install -y -qq ledger hledger; } || \
		echo "Without the Debian packages ledger and hledger these two are not measured." >&2
	@test -x .venv-beancount/bin/python || { $(PYTHON) -m venv .venv-beancount && \
		.venv-beancount/bin/pip install --quiet --disable-pip-version-check 'beancount>=3'; }
	$(BIN)/python benchmarks/run.py --beancount .venv-beancount/bin/python

bench-web: $(READY)  # Measure web pages, first and kept, and recording beside readers; ARGS="--sizes 20000"
	$(BIN)/python benchmarks/pages.py $(ARGS)

growth: $(READY)  # Measure every command on histories ten times as long; ARGS="--sizes 10000,1000000" for a million facts
	$(BIN)/python benchmarks/growth.py $(ARGS)

rates: $(READY)  # Measure how fast CSV, Excel and SIE files are imported, and the memory it takes
	$(BIN)/python benchmarks/files.py $(ARGS)

docs: $(READY)  # Write the generated pages anew, and compile the catalogue of Swedish words
	$(BIN)/python docs/generate.py

lock: $(READY)  # Bring requirements.lock in line with pyproject.toml, changing no version that still fits
	$(LOCK)

upgrade: $(READY)  # Raise every version in requirements.lock to the newest that fits, install them, and check
	$(LOCK) --upgrade
	@$(MAKE) --no-print-directory check

wheel: $(READY)  # Build the wheel in dist, and beside it requirements.txt: all that it stands on, with hashes
	rm -rf build dist *.egg-info
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	$(RESOLVE) --extra all --constraint requirements.lock --no-header --output-file dist/requirements.txt pyproject.toml

clean:  # Take away everything that can be made again, .venv included
	rm -rf .venv .venv-beancount build dist *.egg-info .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
