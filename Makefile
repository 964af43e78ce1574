# Nong Baht's workshop. `make help` lists what it can do.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed

HOST ?= 127.0.0.1
PORT ?= 8080
TESTS ?=

# The dictionary that segments Thai never fetches anything by itself.
export PYTHAINLP_OFFLINE := 1
export PYTHAINLP_READ_ONLY := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

PIP := $(PY) -m pip -qq
LOCK := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

.PHONY: help
help: ## list these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---------------------------------------------------------------- set up

$(PY):
	@python=$$(sh tools/find_python.sh) && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)

$(RUNTIME): requirements/build.lock requirements/runtime.lock pyproject.toml | $(PY)
	@echo "Installing what runs the bot (pinned, hashes checked) …"
	@$(PIP) install --require-hashes -r requirements/build.lock -r requirements/runtime.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.lock $(RUNTIME)
	@echo "Installing what tests and checks it (pinned, hashes checked) …"
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

.PHONY: setup
setup: $(RUNTIME) ## make .venv with the runtime dependencies and the command .venv/bin/nongbaht

# ---------------------------------------------------------------- use

.PHONY: demo
demo: $(RUNTIME) ## serve the demo network with the simulator (HOST=…, PORT=…)
	@$(VENV)/bin/nongbaht demo --host $(HOST) --port $(PORT)

# ---------------------------------------------------------------- work on it

.PHONY: test
test: $(DEV) ## run all tests (TESTS="tests/unit -k name" for some)
	@$(PY) -m pytest -n auto --maxprocesses 4 $(TESTS)

.PHONY: check
check: $(DEV) ## format, lint, types, floors, words, house rules, docs
	@$(PY) -m tools.check

.PHONY: format
format: $(DEV) ## lay the code out and mend what lint can mend
	@$(VENV)/bin/ruff check --quiet --fix-only .
	@$(VENV)/bin/ruff format .

.PHONY: bench
bench: $(DEV) ## measure webhooks, replies, understanding, start-up (about a minute)
	@$(PY) -m bench

.PHONY: train
train: $(DEV) ## build the intent weights anew from locales/th/intents
	@$(PY) -m bot.understanding.training

.PHONY: lock
lock: $(DEV) ## pin the dependencies anew (UPGRADE=--upgrade for newer ones)
	@$(LOCK) $(UPGRADE) pyproject.toml -o requirements/runtime.lock
	@$(LOCK) $(UPGRADE) pyproject.toml --group dev -c requirements/runtime.lock -o requirements/dev.lock
	@$(LOCK) $(UPGRADE) --group build -c requirements/dev.lock -o requirements/build.lock

.PHONY: clean
clean: ## remove .venv, caches and what runs left behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .demo build dist bench/last.json
	find bot storage tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
