# Set-up, the main job, and every test. Each target first makes what it needs.
VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/.ready

# The nets are so small that a second BLAS thread costs more than it brings.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1

.PHONY: demo pictures check quick test release data wheel setup clean

# A class hands in and is graded, in a throw-away course under build/demo/.
demo: $(READY)
	$(PYTHON) -m demo.demo

# What README and docs open with, from the demo's class: docs/pictures/.
pictures: demo
	$(PYTHON) -m docs.pictures

# For every change: what is quick, and every assignment.
check: quick
	$(VENV)/bin/autograder validate

quick: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(PYTHON) -m pytest -n auto --dist loadfile -m "not slow"

# Everything: also the slow tests, each assignment proved, and the notebooks run.
test: quick
	$(PYTHON) -m pytest -n auto --dist loadfile -m slow
	$(VENV)/bin/autograder validate --thorough --changed
	$(PYTHON) -m pytest -n auto --dist loadfile --nbval-lax --nbval-cell-timeout=300 \
	  --nbval-sanitize-with tests/nbval_sanitize.cfg source -p no:cacheprovider --timeout=0

# What students receive, made anew from source/, nndl/ and utils/.
release: $(READY)
	failed=0; for folder in source/*/; do \
	  $(VENV)/bin/nbgrader generate_assignment "$$(basename "$$folder")" || failed=1; done; exit $$failed

# All of CIFAR-10; a subset of it ships with the course.
data: $(READY)
	$(PYTHON) -m tools.fetch_cifar10

# The engine alone, for other people's courses.
wheel: $(READY)
	rm -rf build/lib build/bdist.* build/wheel
	$(PYTHON) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel .

setup: $(READY)

$(READY): pyproject.toml $(wildcard source/*/requirements.txt)
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; python3 is $$(python3 --version)" >&2; exit 1; }
	@python3 -m venv $(VENV) \
	  || { echo "python3 cannot make virtual environments: install python3-venv" >&2; exit 1; }
	$(PYTHON) -m pip install --quiet --editable '.[dev]'
	$(VENV)/bin/autograder setup
	@touch $(READY)

clean:
	rm -rf $(VENV) build
