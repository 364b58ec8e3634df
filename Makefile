# Everything by one word. `make` alone lists the words.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PARTS ?= 2
export PYTHONDONTWRITEBYTECODE := # the product is started some hundred times

.PHONY: help run setup setup-test test both tasks pictures search check fmt lint types imports cov bench migration backup restore audit-packages wheel sbom clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: setup ## start the product: web server, worker, sample data; prints the address
	@$(BIN)/python -m weijiayuan.serve run

setup: $(VENV)/installed ## make the environment the product runs in

setup-test: $(VENV)/installed-test ## make the environment the tests run in

$(VENV)/bin/python:
	@tools/say "making the environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "weijiayuan needs Python 3.11 or newer; name one with PYTHON=...")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: setup.cfg constraints.txt | $(VENV)/bin/python
	@tools/say "installing what the product needs (a minute at the first time)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/installed-test: setup.cfg constraints.txt | $(VENV)/bin/python
	@tools/say "installing what the product and its tests need, and beside it a browser"
	@(tools/setup-browser; tools/setup-pgbouncer) & browser=$$!; \
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[production,test]'; \
	failed=$$?; wait $$browser && exit $$failed
	@touch $(VENV)/installed $@

test: setup-test check ## run all checks and all tests on SQLite and PostgreSQL
	@tools/say "running all tests on SQLite and PostgreSQL"
	@$(BIN)/python -m pytest -q -n $(PARTS) --reruns 2 --reruns-delay 1 --ignore=tests/browser
	@tools/say "looking at every page in a browser, after the rest so that pages do not wait for it"
	@$(BIN)/python -m pytest -q -n $(PARTS) --reruns 2 --reruns-delay 1 tests/browser

both: setup-test ## every test on both databases, those too whose statements others ask of PostgreSQL
	@ENGINES=both $(BIN)/python -m pytest -q -n $(PARTS) --reruns 2 --reruns-delay 1 --ignore=tests/browser

tasks: setup-test ## taps and seconds of the ten tasks, on a telephone and at the desk
	@$(BIN)/python -m pytest -q tests/browser/test_ten_tasks.py && cat var/ten-tasks.md

pictures: setup-test ## twenty-four pictures of the product as it is, into docs/pictures/now
	@$(BIN)/python -m pytest -q tests/browser/pictures.py

search: setup-test ## property tests with new examples, ten times as many as in `make test`
	@HYPOTHESIS_PROFILE=search $(BIN)/python -m pytest -q -n $(PARTS) -m hypothesis --ignore=tests/browser

check: setup-test fmt-check lint types imports ## style, types, floors (migrations are checked by the tests)

fmt: setup-test ## format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

.PHONY: check-wechat
check-wechat: ## WeChat's own compilers and checks over the mini-program: needs Node 20 and npm
	@cd tools/wechat && { [ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund; } && node check.mjs $(steps)

.PHONY: fmt-check
fmt-check:
	@$(BIN)/ruff format --check --quiet .

lint:
	@$(BIN)/ruff check --quiet .

types:
	@tools/say "checking types"
	@$(BIN)/mypy -n $(PARTS)

imports:
	@$(BIN)/lint-imports --no-cache > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

cov: setup-test ## run all tests and show what they leave uncovered
	@$(BIN)/python -m pytest -q -n $(PARTS) --cov=weijiayuan --cov-branch --cov-report=term-missing:skip-covered

bench: setup-test ## measure against a bare Flask view and print ratios
	@$(BIN)/python -m benchmarks

audit-packages: setup-test ## look for known weaknesses in the pinned packages
	@$(BIN)/pip-audit --requirement constraints.txt --no-deps --disable-pip --progress-spinner off

wheel: setup-test ## build what another machine installs: dist/weijiayuan-*.whl
	@$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@tools/say "in dist: $$(ls -t dist | head -1)"

sbom: setup-test ## write a bill of materials (CycloneDX): make sbom file=sbom.json
	@$(BIN)/cyclonedx-py environment $(VENV) --output-format JSON --output-file $(or $(file),var/sbom.json)
	@tools/say "bill of materials in $(or $(file),var/sbom.json)"

migration: setup ## write a migration from the models: make migration m="what it does"
	@FLASK_APP=wsgi:app $(BIN)/flask data migrate
	@FLASK_APP=wsgi:app $(BIN)/flask db migrate -m "$(m)"

backup: setup ## write a copy of everything: make backup file=copy.tar.gz
	@FLASK_APP=wsgi:app $(BIN)/flask backup make $(or $(file),weijiayuan-copy.tar.gz)

restore: setup ## put a copy back: make restore file=copy.tar.gz
	@FLASK_APP=wsgi:app $(BIN)/flask backup restore $(file)

clean: ## remove the environment and caches (keeps the data in var/)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
