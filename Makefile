# visitbot: `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
TEST ?=
PARTS ?=
ON ?= sqlite
EVERY ?= 1
LIVE ?=

.PHONY: crash faults workers fuzz mutants bench-language bench-planner bench-wire bench-limits bench-start fuzz-language help setup demo run test check lint types layers unused words lock clean film pictures

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## make .venv from hashed pins, compile the catalogues and the planner

$(STAMP): requirements.txt requirements-dev.txt pyproject.toml $(addprefix domain/planning/,kernel.py polish.py arrays.py) $(shell find screens/locale -name '*.po' 2>/dev/null)
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	  || { echo "Python 3.11 to 3.14 is needed; name one: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python's venv module is missing. On Debian or Ubuntu run: apt-get install -y python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/pybabel -q compile -d screens/locale -D visitbot --statistics 2>/dev/null || $(BIN)/pybabel compile -d screens/locale -D visitbot
	@$(BIN)/python -c "from domain.planning.annealing import ready; ready()"
	@touch $(STAMP)

demo: setup ## a working day in the browser, nothing to configure
	@$(BIN)/visitbot demo

film: setup ## play the demo's film from beginning to end in Chromium, and name the step that fails
	@REQUIRE_BROWSER=1 $(BIN)/python -m pytest tests/browser

pictures: setup ## take the pictures of the README anew (needs Chromium, CJK and emoji fonts)
	@$(BIN)/python -m tests.browser.pictures

run: setup ## the bot, with the settings of .env
	@$(BIN)/visitbot run

test: setup ## all tests (TEST=path for some)
	@$(BIN)/python -m pytest $(TEST)

check: setup lint types layers unused test ## format, lint, types, layers, unused dependencies, tests

crash: setup ## kill the bot at each step of a life (EVERY=5: each fifth), then 2,000 times at random; hours. ON=postgresql
	@$(BIN)/python -m tests.reliability.long_crash --on $(ON) --every $(EVERY) 2>/dev/null
	@$(BIN)/python -m tests.reliability.long_kills --on $(ON) 2>/dev/null

faults: setup ## every way a line can fail, one by one and all together (ten minutes). ON=postgresql
	@$(BIN)/python -m tests.reliability.long_faults --on $(ON) 2>/dev/null

workers: setup ## two and four bots on one PostgreSQL, killed, frozen and robbed of it: 10,000 updates of 200 chats each (ten minutes)
	@$(BIN)/python -m tests.reliability.long_workers 2>/dev/null

fuzz: setup ## 200,000 made-up updates (an hour)
	@$(BIN)/python -m tests.reliability.long_fuzz 2>/dev/null

mutants: setup ## plant faults in a copy; the tests must catch each (ten minutes)
	@$(BIN)/python -m tests.reliability.mutants

lint: setup ## format and lint
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: setup ## mypy --strict
	@$(BIN)/mypy

layers: setup ## who may import whom
	@$(BIN)/lint-imports

unused: setup ## dependencies nobody uses
	@$(BIN)/deptry .

bench-language: setup ## what is understood, beside dateparser and (where installed) ms-recognizers: right, wrong, time
	@$(BIN)/python -m bench.language

fuzz-language: setup ## 100,000 mutated sentences: no exception, spans valid, p99 under 20 ms
	@$(BIN)/python -m bench.language.fuzz 100000

bench-planner: setup ## gaps of the planner by time of search, beside PyVRP (where installed) and no search at all (half an hour)
	@$(BIN)/python -m bench.planner $(PARTS)

bench-wire: setup ## updates a second through the whole durable path, beside a bare echo bot
	@$(BIN)/python -m bench.wire

bench-limits: setup ## 10,000 messages under Telegram's limits: how near to 30 a second, how often told to wait (LIVE=--live: over HTTP)
	@$(BIN)/python -m bench.limits $(LIVE) 2>/dev/null

bench-start: setup ## seconds from the command to the first poll; memory with 5,000 updates waiting. ON=postgresql
	@$(BIN)/python -m bench.start --on $(ON)

words: setup ## collect the words of the screens into the catalogues
	@$(BIN)/pybabel -q extract -F babel.cfg --no-location --sort-output --omit-header --no-wrap -o screens/locale/visitbot.pot .
	@for l in zh_CN en; do $(BIN)/pybabel -q update -D visitbot -i screens/locale/visitbot.pot -d screens/locale -l $$l \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap || exit 1; done
	@$(BIN)/pybabel -q compile -d screens/locale -D visitbot
	@touch $(STAMP)

lock: setup ## pin every dependency with its hashes
	@$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe --no-header -o requirements.txt pyproject.toml
	@$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe --no-header --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml

clean: ## forget the virtual environment and the demo's data
	@rm -rf $(VENV) data
