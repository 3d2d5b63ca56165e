# Each target does all of its own set-up: a virtual environment in .venv with pinned and hashed requirements.

PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$each && break; done)
BIN := .venv/bin
ARGS ?=
WORKERS ?= $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN || echo 2))))

# The tests start Python dozens of times: what was compiled once stays compiled, whatever the shell asks for.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check soak bench pictures format requirements clean help
.DEFAULT_GOAL := help

help: ## Show what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 22

.venv/runs: requirements.txt
	@test -n "$(PYTHON)" || { echo "Volley needs Python 3.11, 3.12 or 3.13 (set PYTHON=… to name one)"; exit 1; }
	@echo "Setting up .venv (once) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/develops: requirements-dev.txt .venv/runs
	@echo "Setting up what the tests need (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: .venv/runs ## Try Volley in the browser, with pretend Slack and pretend networks
	@$(BIN)/python -m bot demo $(ARGS)

test: .venv/develops ## Run the tests, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not soak" $(ARGS)

check: .venv/develops ## Format, lint, types and tests: what must pass on every commit
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test

soak: .venv/develops ## The long tests: kills, lost answers, races, malformed payloads, the whole replay
	@$(BIN)/python -m pytest -m soak -s $(ARGS)

bench: .venv/develops ## Measure, and keep the figures in docs/benchmarks.md
	@$(BIN)/python -m bench $(ARGS)

pictures: .venv/develops ## Take the guides' pictures anew (ARGS="reply menu" for some of them)
	@$(BIN)/python -m tests.browser.pictures $(ARGS)

format: .venv/develops ## Put the code in its usual form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

requirements: .venv/develops ## Pin the newest versions that pyproject.toml allows, with hashes
	@$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## Remove what was set up
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build
