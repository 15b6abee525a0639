# Lastbuy: make up starts everything, make test runs everything. The rest is for those who work on it.
.PHONY: help up services demo stop test check screenshots bench lock
BIN := .venv/bin
RUN := $(BIN)/python -m config.services run

help:
	@sed -n 's/^## //p' Makefile

## make up           install, start and fill everything; Ctrl-C stops it
up: installed
	@exec $(BIN)/python -m config.services up

## make services     database and broker only, for manage.py commands
services: installed
	@exec $(BIN)/python -m config.services services

## make demo         fill the demo world anew (it hangs on today's date)
demo: installed
	@$(RUN) $(BIN)/python manage.py demo --anew

## make stop         stop what runs in this folder
stop:
	@$(BIN)/python -m config.services stop

## make test         install and run every test
test: for-tests
	@exec $(RUN) $(BIN)/python -m pytest -n 2

## make check        style, contracts between rooms, types
check: for-work
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy .

## make screenshots  take the pictures of docs/ from the running demo
screenshots: for-tests
	@$(BIN)/python docs/screenshots.py

## make bench        benchmarks, one JSON object a line
bench: for-work
	@$(RUN) $(BIN)/python -m bench

## make lock         pin the requirements anew (needs uv)
lock:
	uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url --no-annotate requirements.in -o requirements.lock
	uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url --no-annotate requirements-dev.in -o requirements-dev.lock

.PHONY: installed for-work for-tests
installed:
	@sh config/install.sh
for-work:
	@sh config/install.sh dev
for-tests:
	@sh config/install.sh dev chromium
