# Every target makes the virtual environment when it is missing. Needs: Python 3.11+, git, make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
PYTEST := $(BIN)/python -m pytest
# With COVERAGE=1 the fast tests note what they reach: `make covered` prints it.
# What is measured by the time it takes is not followed line by line (16 s: 134 s).
BOMBS := tests/property/test_bombs.py
FAST = $(BIN)/python $(if $(COVERAGE),-m coverage run) -m pytest
ONCE ?=
# The products here are small: sharing them out to threads costs more than it saves.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: demo test check ci lock lock-check format lint types architecture unit stream twin twin-quick e2e \
	e2e-browser eval eval-required bench bench-quick bench-cleaning bench-dedup \
	bench-entities bench-stream bench-web chaos chaos-quick soak train-cleaning train-entities train-furniture train-links schemas docs site screenshots audit dist clean \
	mutants mutants-sample coverage covered hostile fuzz

demo: $(VENV)/.runtime ## The README's first command: the whole pipeline on the sample articles.
	$(BIN)/news demo $(if $(ONCE),--once)

test: check stream twin-quick e2e ## The README's second: checks, stream and end-to-end tests on a real broker.

check: lock-check format lint types architecture unit

ci: COVERAGE := 1
ci: test chaos-quick covered eval-required bench-quick mutants-sample e2e-browser site ## What .ci/run calls.

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

lock: $(VENV)/.dev ## Write both lock files anew from pyproject.toml.
	$(BIN)/uv pip compile -q pyproject.toml --extra demo --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra demo --extra feeds --extra otel $(addprefix --extra sinks-,duckdb http parquet postgresql) --group build --group dev --group train -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock
	$(BIN)/uv pip compile -q --group fuzz --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-fuzz.lock
	$(BIN)/uv pip compile -q pyproject.toml --group quix --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-quix.lock

lock-check: $(VENV)/.dev
	$(BIN)/python -m tools.check_lock

format: $(VENV)/.dev
	$(BIN)/ruff format --check --quiet .

lint: $(VENV)/.dev
	$(BIN)/ruff check --quiet .

types: $(VENV)/.dev
	$(BIN)/mypy

architecture: $(VENV)/.dev ## The layers hold; prints rooms, floors, arrows and circles.
	$(BIN)/lint-imports --verbose --no-cache
	$(PYTEST) tests/test_architecture.py
	$(BIN)/python -m tools.architecture

unit: $(VENV)/.dev
	$(if $(COVERAGE),$(BIN)/coverage erase)
	$(FAST) tests/unit tests/property tests/golden $(if $(COVERAGE),--ignore $(BOMBS))
	$(if $(COVERAGE),$(PYTEST) $(BOMBS))

mutants: $(VENV)/.dev ## Break our rules one at a time: do the fast tests notice?
	$(BIN)/python -m tools.mutants

mutants-sample: $(VENV)/.dev ## The same for a tenth, always the same one (another: SEED=2).
	$(BIN)/python -m tools.mutants --sample 0.1 --seed $(or $(SEED),1)

stream: $(VENV)/.dev
	$(FAST) tests/stream

# The seed is first of SCHEDULES; without them, its one schedule is told step by step.
twin: $(VENV)/.dev ## Schedules of the deterministic twin: SCHEDULES=100000 SEED=1, or SEED=n alone.
	$(BIN)/python -m tests.twin --seed $(or $(SEED),1) $(if $(SCHEDULES),--schedules $(SCHEDULES))

twin-quick: $(VENV)/.dev ## Two thousand of them, and what is broken on purpose is found.
	$(PYTEST) tests/twin

coverage: ## What the fast tests reach, a line a room; fails where it is too little of the core.
	$(MAKE) unit stream covered COVERAGE=1

covered: $(VENV)/.dev
	$(BIN)/python -m tools.covered

e2e: $(VENV)/.dev
	$(PYTEST) tests/e2e -m "not chaos"

e2e-browser: $(VENV)/.dev ## The live page in the system's Chromium, from the demo to a found person.
	$(PYTEST) tests/browser

chaos: $(VENV)/.dev ## One fault on three brokers (FAULT=freeze SEED=3), or every one: a row each.
	$(BIN)/python -m tools.chaos $(FAULT) --seed $(or $(SEED),1)
	$(if $(FAULT),,$(PYTEST) tests/e2e -m chaos)

chaos-quick: $(VENV)/.dev ## A frozen worker, kills, lost state, a storm, lz4: every record accounted for.
	$(BIN)/python -m tools.chaos quick --no-table --no-baseline --seed $(or $(SEED),1)

soak: $(VENV)/.dev ## Half an hour (MINUTES=) of more than one worker can take (GROUPING=, SEED=): memory stays flat.
	$(BIN)/python -m tools.soak --minutes $(or $(MINUTES),30) --grouping $(or $(GROUPING),all) --seed $(or $(SEED),1)

hostile: $(VENV)/.dev ## A hundred thousand bad records through all stages (RECORDS=, SEED=).
	$(BIN)/python -m tests.hostile --records $(or $(RECORDS),100000) --seed $(or $(SEED),0)

fuzz: $(VENV)/.dev requirements-fuzz.lock ## What reads foreign bytes, led by coverage: SECONDS= in all (an hour), TARGET= for one.
	$(PIP) install --require-hashes -r requirements-fuzz.lock
	$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),3600) $(TARGET)

eval: $(VENV)/.dev ## Quality on the shared sets, against the pinned floors.
	$(BIN)/python -m tests.eval.gate

eval-required: $(VENV)/.dev
	$(BIN)/python -m tests.eval.gate $(if $(wildcard ../shared),--required)

bench: bench-cleaning bench-dedup bench-entities bench-stream

bench-quick: $(VENV)/.dev
	$(BIN)/python -m benches.cleaning --quick
	$(BIN)/python -m benches.dedup --quick
	$(BIN)/python -m benches.entities --quick

bench-cleaning bench-dedup bench-entities bench-stream bench-web: bench-%: $(VENV)/.dev
	$(BIN)/python -m benches.$*

bench-stream: $(VENV)-quix/.made

# The peer on quixstreams wants other releases of what we use.
$(VENV)-quix/.made: requirements-quix.lock
	$(PYTHON) -m venv $(VENV)-quix
	$(VENV)-quix/bin/python -m pip --disable-pip-version-check --quiet --no-input install --require-hashes -r $<
	touch $@

train-cleaning train-entities train-furniture train-links: train-%: $(VENV)/.dev ## A model made anew, and its figures.
	$(BIN)/python -m tools.train_$*
	$(if $(filter entities,$*),$(BIN)/python -m tests.eval.entities_table)

schemas: $(VENV)/.runtime ## Write docs/schemas and deploy/topics.yaml anew from the types.
	$(BIN)/python -m tools.write_schemas

screenshots: $(VENV)/.dev ## Pictures of the live page into docs/images, from a running demonstration.
	$(BIN)/python -m tools.screenshots

docs: schemas site ## The reference written anew; every link and path that the docs name is there.
	$(BIN)/python -m tools.check_docs

site: $(VENV)/.dev ## The documents as a site, in build/site; what leads nowhere fails.
	PYTHONPATH=$(CURDIR) NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs --quiet build

audit: $(VENV)/.dev ## Known faults in what is locked; asks the network.
	$(BIN)/uv tool run pip-audit==2.10.1 --strict --disable-pip --require-hashes -r requirements.lock --progress-spinner off $(AUDIT)

dist: $(VENV)/.dev ## The sdist and the wheel, checked, and tried on every Python that is here.
	$(BIN)/python -m tools.dist

clean:
	rm -rf $(VENV) $(VENV)-quix .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage* dist build
