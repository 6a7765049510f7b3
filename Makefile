# Two commands on a fresh Debian machine with a Swift toolchain: `make run` and `make test`.
# There is one configuration, release, and one build folder, .build.

SHELL = /bin/sh
PREFIX ?= /usr/local
BUILD = .build/release
SWIFT_BUILD = swift build -c release

# What `make install` installs: the programs named after what they do, not the development ones.
PROGRAMS = $(notdir $(wildcard Sources/extract-* Sources/transform-* Sources/load-* \
  Sources/receive-* Sources/report))

.DEFAULT_GOAL = help
.PHONY: help run build test golden check lint bench growth install check-install deps clean

help: ## List these targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  PREFIX=DIR is where install puts things ($(PREFIX)); DESTDIR is put before it."
	@echo "  DATABASE_URL=URL makes run load that database instead of a private one."

run: build ## Load sample exports into a warehouse and print the SMS revenue as reported and as validated.
	@sample/run

build: deps ## Build every program into .build/release.
	$(SWIFT_BUILD)

test: deps ## Build and run all tests against a private PostgreSQL.
	$(SWIFT_BUILD) --build-tests
	@scripts/with-test-postgres swift test -c release --skip-build --parallel

golden: deps ## Record the golden cases again; `git diff` then shows what changed.
	$(SWIFT_BUILD) --build-tests
	@RECORD_GOLDEN=1 scripts/with-test-postgres swift test -c release --skip-build --filter GoldenTests

check: lint test check-install ## What CI runs: format lint, build without warnings, all tests, the installation.

lint: deps ## Check the format of the Swift sources, and the scripts.
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	@scripts/lint-scripts

bench: build ## Measure speed and memory on a million rows, beside the peers that are installed.
	@Tests/Benchmarks/run

growth: build ## Measure how cost grows with a shop, and with the number of stores.
	@Tests/Benchmarks/growth

# The installed programs carry Swift's library, so that they run where no toolchain is. They have
# their own build folder: the other way of linking would rebuild the checkout back and forth.
install: deps ## Install programs, pipelines, man pages and completions under PREFIX.
	$(SWIFT_BUILD) --static-swift-stdlib --scratch-path .build/install -Xlinker -s
	@scripts/install-programs .build/install/release "$(DESTDIR)$(PREFIX)" $(PROGRAMS)

check-install: ## Install under a temporary folder, and try what is there.
	@scripts/check-install

deps: ## Install what is missing (apt, as root or through sudo).
	@scripts/install-dependencies

clean: ## Remove what was built and generated; the warehouse in .postgres stays.
	@pipelines/private-postgres stop .postgres-test 2>/dev/null || true
	rm -rf .build .postgres-test sample/data sample/report.html
