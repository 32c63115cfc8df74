# make run   sets up and plans a whole street office's year
# make test  sets up and runs the tests
# Needs python3 (3.11 to 3.13), pip and git; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# pip from outside the environment fills it, so that machines without ensurepip will do.
PIP = $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check --quiet
# Plugins that need more than requirements/dev.txt holds are tested by .ci/stages, each in an environment of its own.
OWN_ENVIRONMENT := volsched-apprise volsched-cpsat volsched-highs volsched-pdf volsched-postgres
PLUGINS := $(filter-out $(addprefix plugins/,$(OWN_ENVIRONMENT)),$(wildcard plugins/*))
OUT ?= out

.PHONY: run test check docs clean

run: $(VENV)/run
	$(BIN)/volsched publish examples/street-office --out $(OUT)

test: $(VENV)/dev
	$(BIN)/python -m pytest -m "not heavy"

check: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/docs
	$(BIN)/sphinx-build -W --keep-going -q docs docs/_build/html

$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"volsched needs Python 3.11 to 3.13, this is {v[0]}.{v[1]}; run make PYTHON=python3.12")'
	$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/run: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: requirements/dev.txt pyproject.toml $(wildcard plugins/*/pyproject.toml) | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation -e . $(patsubst %,-e ./%,$(PLUGINS))
	@touch $@

$(VENV)/docs: requirements/docs.txt $(VENV)/dev
	$(PIP) install --require-hashes -r requirements/docs.txt
	@touch $@

clean:
	rm -rf $(VENV) $(OUT) docs/_build
