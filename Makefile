# make demo    installs what it needs, plays a short morning and ends by itself
# make test    installs what the tests need and runs all of them
# make check   lint, types, import contracts, tests: what CI runs
# make bench   ratios, each measured side by side in one run
# make deb     dist/clockpost_VERSION_ARCH.deb: the program with everything that it needs of Python
# make deb-test  that package's whole life on a booted machine of its own; root, some minutes
# make words   brings new sentences into the catalogs, and the catalogs into what runs

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# One more than there are cores: a third of the time a test waits, for a door, a call, a page, a clock.
WORKERS := $(shell expr $$(nproc) + 1)
# The tests start some hundreds of processes, and each would compile the project anew.
unexport PYTHONDONTWRITEBYTECODE
PACKAGES := chromium cups-client cups-daemon gpsd gpsd-clients libegl1 libgl1 libgl1-mesa-dri libgles2 libmtdev1 fonts-roboto-unhinted shellcheck systemd xdotool xvfb

.PHONY: demo test check lint types contracts bench deb deb-test words packages lock clean

demo: $(READY) packages
	$(BIN)/clockpost demo

test: $(READY) packages
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: lint types contracts test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports --no-logo

bench: $(READY) packages
	$(BIN)/python -m tests.benchmarks

deb: $(READY)
	deploy/deb/build dist

# Not a part of `check`: it lays and boots a whole Debian, and starves, breaks and purges what runs there.
deb-test: PACKAGES := debootstrap systemd-container zstd
deb-test: $(READY) packages
	$(BIN)/pytest -x tests/deploy/life_of_the_package.py

# Debian's own packages: the real gpsd and the real CUPS for the tests, software OpenGL for screens without a display.
packages:
	@missing=""; for name in $(PACKAGES); do \
		dpkg-query -W -f '$${db:Status-Status}' $$name 2>/dev/null | grep -qx installed || missing="$$missing $$name"; done; \
	[ -z "$$missing" ] || { \
		root=""; [ "$$(id -u)" = 0 ] || root="sudo"; \
		command -v $${root:-sh} >/dev/null || { echo "As root, please: apt-get install$$missing"; exit 1; }; \
		$$root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq $$missing >/dev/null; }

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
		|| { echo "Clockpost needs Python 3.11, 3.12 or 3.13: make PYTHON=/path/to/python3.12"; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV) \
		|| { echo "As root, please: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

LOCALE := shared/words/locale

# The sentences of the code into the catalogs, and the catalogs into what runs.
words: $(READY)
	$(BIN)/pybabel -q extract --no-default-keywords --keywords "say say_n:1,2" --omit-header --add-location file \
		--sort-by-file --no-wrap --output $(LOCALE)/clockpost.pot kiosk ivr shared
	$(BIN)/pybabel -q update --domain clockpost --input-file $(LOCALE)/clockpost.pot --output-dir $(LOCALE) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	$(BIN)/pybabel -q compile --domain clockpost --directory $(LOCALE)

# Needs uv; the lock names no index, so that it works behind any mirror.
lock:
	uv pip compile pyproject.toml --all-extras --group dev --group build --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --extra kiosk --extra ivr --universal --python-version 3.11 \
		--constraint requirements.lock --generate-hashes --no-emit-index-url --no-header -q -o deploy/requirements.lock

clean:
	rm -rf $(VENV) demo-output .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
