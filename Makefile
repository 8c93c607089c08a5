# Kinga. Two commands do all the set-up: `make run` and `make test`.
PYTHON ?= python3
BIN    := .venv/bin
PORT   ?= 8501
PIP    := $(BIN)/pip --disable-pip-version-check --no-input install --quiet --constraint constraints.txt

.PHONY: run install build test test-confidence test-nightly lint bench bench-scale eval lock audit sbom tour clean

run: build ## install, build the index, start the app
	@$(BIN)/kinga offer || true
	@$(BIN)/kinga app --port $(PORT)

install: .venv/.installed ## make .venv with all that Kinga needs

.venv/.ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Kinga needs Python 3.11 or later; set PYTHON=..."; exit 1; }
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv
	@touch $@

# torch goes first and pinned: a plain "torch" may bring gigabytes of GPU libraries.
.venv/.torch: .venv/.ready constraints.txt
	@echo "Installing torch (CPU)"
	@$(PIP) torch==2.13.0
	@touch $@

.venv/.installed: .venv/.torch pyproject.toml
	@echo "Installing Kinga; the first time takes a minute or two"
	@$(PIP) --editable .
	@touch $@

.venv/.dev: .venv/.installed
	@echo "Installing the tools for tests"
	@$(PIP) --editable '.[dev]'
	@touch $@

build: .venv/.installed ## index the corpus and the imported documents, if anything changed
	@$(BIN)/kinga build --if-needed

lint: .venv/.dev ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

test: lint ## lint, import direction, all tests
	@$(BIN)/python -m pytest

test-nightly: .venv/.dev ## hostile files, with 10,000 mutants
	@KINGA_NIGHTLY=1 $(BIN)/python -m pytest tests/test_hostile.py

test-confidence: .venv/.dev ## the promises of SECURITY.md at full size; writes test-output/confidence.json (an hour)
	@KINGA_CONFIDENCE=full $(BIN)/python -m pytest tests/confidence

bench: .venv/.dev build ## how fast
	@$(BIN)/python -m eval bench

bench-scale: .venv/.dev build ## how it grows to a million provisions (an hour, 24 GB of memory, 20 GB of disk)
	@$(BIN)/python -m eval scale

eval: .venv/.dev build ## how good
	@$(BIN)/python -m eval

.venv-tools/.ready: .venv/.ready
	@$(PYTHON) -m venv .venv-tools
	@.venv-tools/bin/pip --disable-pip-version-check --no-input install --quiet uv pip-audit
	@touch $@

lock: .venv-tools/.ready ## pin every package by hash in requirements.lock
	@.venv-tools/bin/python deploy/lock.py

audit: .venv-tools/.ready ## known weaknesses of the pinned packages, where their list can be reached
	@.venv-tools/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip

sbom: .venv/.installed ## what this installation is made of, as CycloneDX JSON
	@mkdir -p test-output
	@$(BIN)/python deploy/sbom.py test-output/sbom.json && echo "Written: test-output/sbom.json"

tour: test ## the pictures of the README, from those of the browser tests
	@$(BIN)/python -m tests.tour

clean: ## remove what make made
	rm -rf .venv .venv-tools build *.egg-info .pytest_cache .mypy_cache .ruff_cache
