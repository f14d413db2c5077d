# `make` lists the targets. Each does its own set-up; stamps under .venv keep the second run off the network.
.DEFAULT_GOAL := help
.PHONY: help setup demo app bench test lint texts engines golden clean
.DELETE_ON_ERROR:

BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest
# All tests: a process and a virtual display for each core, a file at a time. Some (ARGS): one process starts sooner.
# Expanded late: Xvfb may only just have been installed.
SHARED_OUT = $(if $(shell command -v Xvfb),-n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder)

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: .venv/.assets  ## install the app into .venv

demo: setup  ## an avatar of the sample portrait performs: out/demo.mp4 and out/demo.png
	@$(BIN)/avatar-app demo -o out

app: setup  ## open the window
	@$(BIN)/avatar-app

bench: setup  ## time every stage of the live loop
	@$(BIN)/avatar-app bench

test: .venv/.dev .venv/.test .venv/.torch .venv/.assets  ## run all tests (ARGS="-k head" runs some)
	@$(PYTEST) $(or $(ARGS),$(SHARED_OUT))

lint: .venv/.dev  ## style, types, direction of imports
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache > .venv/imports.log || { cat .venv/imports.log; exit 1; }

texts: .venv/.dev  ## collect the window's texts for translators
	@$(BIN)/pyside6-lupdate -tr-function-alias QT_TR_NOOP+=marked avatar_app/app.py avatar_app/ui/*.py \
	  -ts avatar_app/ui/languages/de.ts -source-language en -target-language de -locations none -no-obsolete
	@$(BIN)/python tests/shown_sentences.py > .venv/sentences.py
	@$(BIN)/pyside6-lupdate .venv/sentences.py -ts avatar_app/ui/languages/sentences.de.ts \
	  -source-language en -target-language de -locations none -no-obsolete

engines: .venv/.dev .venv/.test .venv/.engines  ## build every network for RTX cards; no card needed, 95 MB are fetched
	@PYTHONPATH=$$(echo .venv/engines/lib/python*/site-packages) AVATAR_TEST_ENGINES=1 \
	  $(PYTEST) tests/engine/inference/test_engine_build.py tests/engine/inference/test_no_driver.py

golden: .venv/.dev .venv/.test .venv/.assets  ## draw the golden pictures anew; look at the difference before you commit
	@$(PYTEST) tests/golden --regenerate-golden

clean:  ## remove .venv and what the targets wrote
	rm -rf .venv out .pytest_cache .ruff_cache .mypy_cache tests/failed

.venv/.system: setup/system.sh setup/python.sh
	@setup/system.sh
	@test -x $(BIN)/python || "$$(setup/python.sh)" -m venv .venv
	@touch $@

.venv/.runtime: .venv/.system pyproject.toml
	@echo "Installing Python packages into .venv (about a minute the first time)"
	@$(PIP) install -e .
	@touch $@

.venv/.dev: .venv/.runtime
	@$(PIP) install -e '.[dev]'
	@touch $@

.venv/.test: .venv/.system
	@setup/system.sh test
	@touch $@

.venv/.torch: .venv/.dev setup/torch.sh
	@setup/torch.sh $(BIN)/python
	@touch $@

# Beside .venv's own packages, not among them: the other tests run as for someone without the extra.
.venv/.engines: .venv/.dev
	@$(BIN)/python -c 'import tomllib; \
	  print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["tensorrt"], sep="\n")' > .venv/engines.txt
	@$(PIP) install --prefix .venv/engines -r .venv/engines.txt || { \
	  echo "TensorRT-RTX was not fetched, so no engine can be built: try again online (95 MB), or run make lint test." >&2; \
	  exit 1; }
	@touch $@

.venv/.assets: .venv/.runtime assets/manifest.toml
	@$(BIN)/avatar-app assets pull
	@touch $@
