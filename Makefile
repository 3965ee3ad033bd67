# `make site` sets up and bakes the invented county into output/; `make test` sets up and runs every check.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := help
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Every worker, and every build that a test starts, reads what was compiled once.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin/python
OUTPUT ?= output
PORT ?= 8000
WORKERS ?= 2
# Stamps: set-up is done again only when a lock file changes.
RUNTIME := .venv/.runtime node_modules/.runtime
DEVELOPMENT := .venv/.development node_modules/.development

.PHONY: help setup site serve upstream wheel look quick test lint programs bench soak lock

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(RUNTIME) ## Python and browser libraries and the bundler of scripts, as locked

site: $(RUNTIME) ## the invented county, baked into output/
	$(PY) build.py sample sample
	$(PY) build.py build --data sample --output $(OUTPUT)

serve: $(RUNTIME) ## look at output/ in a browser
	$(PY) build.py serve $(OUTPUT) --port $(PORT)

upstream: $(DEVELOPMENT) ## the publishers of the data, invented, on this machine: for `build.py fetch` without a network
	$(PY) -m tests.upstream

wheel: $(RUNTIME) ## the program as one file to install, in dist/: needs no checkout and no Node there
	$(PY) -m sitegen.wheel dist

look: $(DEVELOPMENT) programs ## contact sheets of every page type of output/ at five widths, in look/; CHANGED=1: of pages that look otherwise than last time
	$(PY) -m tests.look $(OUTPUT) look $(if $(CHANGED),--changed)

# One file stays on one worker, and the browser on one: what tests share is made once. tests/conftest.py says in which order.
PYTEST = $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

quick: lint ## style, types, contracts and the tests that need no whole site and no browser
	$(PYTEST) -m "not bench and not soak and not site and not browser"

# The tools work while a test waits for its browser; a fault of either does not keep the other from its say.
test: $(DEVELOPMENT) headless servers languages ## every check, browser tests included; the slowest twenty tests are named
	@$(MAKE) --no-print-directory --keep-going --jobs 2 suite $(LINT)

.PHONY: suite
suite:
	$(PYTEST) --durations 20 -m "not bench and not soak"

# Each tool by itself, the longest first; every one has its say before it fails.
LINT := types script-types scripts unused libraries style form imports
.PHONY: $(LINT)
lint: $(DEVELOPMENT) ## style, types, who may import whom, and what nobody uses
	@$(MAKE) --no-print-directory --keep-going --output-sync=target --jobs $(WORKERS) $(LINT)

types:        ; .venv/bin/mypy
script-types: ; node_modules/.bin/tsc
scripts:      ; node_modules/.bin/eslint templates tests/scripts eslint.config.js
unused:       ; $(PY) -m tests.dead_code
libraries:    ; .venv/bin/deptry . --no-ansi
style:        ; .venv/bin/ruff check .
form:         ; .venv/bin/ruff format --check .
imports:      ; .venv/bin/lint-imports

bench: $(DEVELOPMENT) ogr2ogr programs .lighthouse/.installed ## speed, as ratios within one run
	$(PY) -m pytest -m bench -s tests/bench

soak: $(DEVELOPMENT) programs servers stores ## what takes minutes: a publisher killed at every moment; a launch day; stores of other makers, where they are installed
	$(PY) -m pytest -m soak tests

lock: ## newest versions into the lock files, for every Python from 3.11
	python3 -m venv .cache/lock
	.cache/lock/bin/pip install --quiet uv
	for name in requirements-dev requirements; do \
	  constraint=""; if [ $$name = requirements ]; then constraint="--constraint requirements-dev.txt"; fi; \
	  .cache/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-index-url --no-emit-find-links $$constraint --output-file $$name.txt $$name.in; done
	npm update --package-lock-only

.venv/bin/python:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    "$$python" -m venv --clear .venv || { echo "error: $$python cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2; exit 1; }; \
	    exit 0; fi; done; \
	echo "error: Python 3.11 or newer is needed, and none was found; install it and run the same command again" >&2; exit 1

.venv/.runtime: requirements.txt | .venv/bin/python
	.venv/bin/pip install --quiet --require-hashes -r requirements.txt
	touch $@

.venv/.development: requirements-dev.txt .venv/.runtime
	.venv/bin/pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

.PHONY: node
node:
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null || \
	  { echo "error: Node 20 or newer with npm is needed; install it and run the same command again" >&2; exit 1; }

node_modules/.runtime: package-lock.json | node
	npm ci --omit=dev --silent
	touch $@

# All packages, so that the runtime stamp is true as well.
node_modules/.development: package-lock.json | node
	npm ci --silent
	touch node_modules/.runtime $@

# Browser tests drive Debian's own Chromium; the Nu validator needs a Java.
programs:
	@missing=""; command -v chromium >/dev/null || missing="chromium fonts-noto-core"; \
	java -version >/dev/null 2>&1 || missing="$$missing default-jre-headless"; \
	[ -n "$$missing" ] || exit 0; \
	command -v apt-get >/dev/null || { echo "error: the tests need chromium and java; install them and run the same command again" >&2; exit 1; }; \
	as_root=""; if [ "$$(id -u)" != 0 ]; then command -v sudo >/dev/null && as_root=sudo || \
	  { echo "error: the tests need chromium and java; as root: apt-get install $$missing" >&2; exit 1; }; fi; \
	$$as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends $$missing

# What is good to have: $(call wanted,command,packages,what is so without it).
define wanted
	@! command -v $(1) >/dev/null && command -v apt-get >/dev/null || exit 0; \
	as_root=""; if [ "$$(id -u)" != 0 ]; then command -v sudo >/dev/null && as_root=sudo || exit 0; fi; \
	$$as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends $(2) || \
	  echo "$(1) could not be installed; $(3)" >&2
endef

# The web servers whose configurations are in docs/servers; without one its tests are skipped and say so.
.PHONY: servers
servers:
	$(call wanted,nginx,nginx-light,its configuration is not tried)
	$(call wanted,caddy,caddy,its configuration is not tried)
	$(call wanted,apache2,apache2,its configuration is not tried)
	$(call wanted,minisign,minisign,signatures are not held against the tool's own)
	$(call wanted,wrk,wrk,a launch day is not tried)
	$(call wanted,zimcheck,zim-tools,a ZIM is not checked)
	$(call wanted,kiwix-serve,kiwix-tools,a ZIM is not opened)

# What runs the programs in R on the page for developers.
.PHONY: languages
languages:
	$(call wanted,Rscript,r-base-core r-cran-jsonlite,programs in R are not tried)

# A store that speaks S3 as its makers understand it; without it only an imitation is tried.
.PHONY: stores
stores:
	$(call wanted,radosgw,radosgw ceph-mon ceph-osd ceph-common,publishing to Ceph is not tried)

# The same Chromium without windows and toolbars, which take a third of the work.
.PHONY: headless
headless: programs
	$(call wanted,chromium-headless-shell,chromium chromium-headless-shell,browser tests take longer)

# What `make bench` weighs pages with: larger than all that the tests need.
.lighthouse/.installed: tests/bench/lighthouse/package-lock.json | node
	mkdir -p $(@D)
	cp tests/bench/lighthouse/package*.json .npmrc $(@D)/
	npm ci --silent --prefix $(@D)
	touch $@

# What `make bench` measures base tiles against; without it that one is skipped and says so.
.PHONY: ogr2ogr
ogr2ogr:
	$(call wanted,ogr2ogr,gdal-bin,base tiles are not measured)
