.PHONY: setup demo dagster test check clean lock bench-ingest bench-grammar bench-whole bench-fuzz
PYTHON ?= .venv/bin/python

setup:            ## install what developing needs into .venv
	python3 bootstrap.py test --collect-only -q

demo:             ## run the sample city into .demo
	python3 bootstrap.py demo

dagster:          ## Dagster's web page over DISHU_HOME (the sample city where none is named)
	@exec $(PYTHON) -m dagster_project.serve

test:             ## run the tests
	python3 bootstrap.py test

check:            ## style, types, import directions
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -c "from importlinter.cli import lint_imports_command as run; run()"

lock:             ## newest versions, hash-checked, without addresses (needs uv)
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-strip-extras -q --upgrade -o requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-strip-extras -q --upgrade -o requirements-dev.lock

bench-ingest:     ## speed of reading, side by side with other ways
	$(PYTHON) -m benchmarks.ingest

bench-grammar:    ## megabytes a second of the grammar, lists of ten thousand rows among them
	$(PYTHON) -m benchmarks.grammar

bench-whole:      ## a whole run over 20,000 invented papers: time and memory of each step, and of a second and a third run
	$(PYTHON) -m benchmarks.whole

bench-fuzz:       ## 2,000 broken files: no crash, no hang, no state missing
	$(PYTHON) -m benchmarks.fuzz

clean:            ## remove what was made here
	rm -rf .venv .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
