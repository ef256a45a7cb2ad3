# Two commands matter: `make demo` shows what OnRecord does, `make test` proves it.
# Both install into .venv from hash-pinned locks; nothing else on the machine is changed.

PYTHON ?= python3
BIN := .venv/bin
WEIGHTS := models/onrecord-attribution-fast models/onrecord-attribution-accurate
PIP := $(BIN)/python -m pip --disable-pip-version-check
DOCS ?=
# Leave out what asks outside for news of itself.
export PIP_NO_INPUT := 1

.PHONY: help demo demo-neo4j serve check test stress lint types locks bench bench-attribution clean

help:  ## Show the targets.
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

.venv/python: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 13) else \
	  "OnRecord needs Python 3.11 or 3.12, this is %s; set PYTHON=" % sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@touch $@

.venv/runtime: .venv/python requirements.lock requirements-build.lock $(wildcard models/*/onrecord_*/*)
	@echo "Installing OnRecord into .venv …"
	@$(PIP) install --quiet --require-hashes -r requirements-build.lock
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@$(PIP) install --quiet --no-deps --no-build-isolation --force-reinstall $(WEIGHTS:%=./%)
	@touch $@

.venv/dev: .venv/runtime requirements-dev.lock
	@echo "Installing the test tools into .venv …"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

demo: .venv/runtime  ## Read the sample corpus (or DOCS=path), ask it, serve the page.
	@$(BIN)/onrecord demo $(DOCS)

demo-neo4j: .venv/runtime  ## The same against Neo4j: yours, Docker's, or one from Maven's jars.
	@$(BIN)/python tools/demo_neo4j.py $(DOCS)

serve: .venv/runtime  ## Serve the page over ./data.
	@$(BIN)/onrecord serve

lint: .venv/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/codespell

types: .venv/dev
	@$(BIN)/mypy

check: lint types  ## Quick checks while working: lint, types, unit tests.
	@$(BIN)/pytest -q -m "not engine and not neo4j and not browser and not packaging and not stress"

test: lint types  ## Everything: unit, engines (ArcadeDB, a real Neo4j), browser, packaging.
	@sh tools/ensure_chromium.sh
	@$(BIN)/pytest -m "not stress"

stress: .venv/dev  ## The long runs: many kills, fuzzing, soak.
	@$(BIN)/pytest -m stress

bench: .venv/dev  ## Print the figures of docs/performance.md.
	@$(BIN)/python benchmarks/ingest.py

bench-attribution: .venv/dev  ## Print the figures of docs/quality.md on attribution.
	@$(BIN)/python benchmarks/attribution.py

locks:  ## Make the locks again (needs uv).
	uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
	  --python-version 3.11 --extra accurate pyproject.toml -o requirements.lock
	uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
	  --python-version 3.11 --extra accurate --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	echo 'setuptools>=77' | uv pip compile -q --generate-hashes --no-emit-index-url --no-header \
	  --universal --python-version 3.11 -c requirements-dev.lock - -o requirements-build.lock

clean:  ## Remove what the commands made, but not ./data.
	rm -rf .venv .cache build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
