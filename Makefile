# The few commands there are. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo run test bench soak differential simulate check coverage fuzz interop clean ui

# One target directory for every clone, outside of it, so that nothing is compiled twice.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/adit/target
export PATH := $(CARGO_TARGET_DIR)/tools/bin:$(PATH)
bin := $(CARGO_TARGET_DIR)/debug
# No sockets, no clock, no files.
pure := vpn-api ovpn-profile ovpn-proto words
# With measurements of their own.
benches = $(patsubst crates/%/benches,%,$(wildcard crates/*/benches))
root = $(if $(filter 0,$(shell id -u)),,sudo -E)

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo:  ## Build everything, start a practice server, connect the app to it
	@tests/prepare demo
	@$(MAKE) --no-print-directory build
	@$(bin)/adit-demo

run:  ## Build and run Adit for real use (the helper asks for root)
	@tests/prepare run
	@$(MAKE) --no-print-directory build
	@installer/linux/run-from-source $(bin)

test:  ## Run every test
	@tests/prepare test
	@$(MAKE) --no-print-directory ui
	@cd ui && npm run --silent lint && npm test --silent
	cargo fmt --all --check
	cargo build --quiet --workspace --bins
	cargo nextest run --workspace

simulate:  ## Print handshakes under loss and thousands of sessions in bad weather (PLANS=, SEED=)
	cargo run --quiet -p sim --bin simulate

check:  ## Lint everything and check licences and advisories of dependencies
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo deny check

# The helper is built by itself, as it is shipped: what others want of a crate they share would become part of it.
bench:  ## Measure Adit beside openvpn and wireguard-go, ten minutes (QUICK=1: two; PUBLISH=1: renew docs/BENCHMARKS.md)
	@tests/prepare bench
	@cargo build --quiet --release -p bench -p helper --bins
	@cargo build --quiet --release -p cli --bins
	@$(root) $(CARGO_TARGET_DIR)/release/compare $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) $(if $(PUBLISH),--publish docs/BENCHMARKS.md)
	@$(if $(benches),cargo bench --quiet $(foreach crate,$(benches),-p $(crate)) --bench '*',:)

soak:  ## Renew keys, move gigabytes and judge checksums at full speed, ten minutes (GB=10 per transfer)
	@tests/prepare bench
	@cargo build --quiet --release -p bench --bins
	@$(root) $(CARGO_TARGET_DIR)/release/soak all $(if $(GB),--bytes $(GB)G)

coverage:  ## Print the coverage of the pure crates, by regions and lines
	@command -v cargo-llvm-cov >/dev/null || cargo install --quiet --locked --root $(CARGO_TARGET_DIR)/tools cargo-llvm-cov
	CARGO_LLVM_COV_TARGET_DIR=$(CARGO_TARGET_DIR)/coverage cargo llvm-cov nextest $(foreach crate,$(pure) fuzz sim,-p $(crate)) \
		--ignore-filename-regex '(/tests?/|/tests\.rs|/testing)' --summary-only

interop:  ## Print which feature works with which server, and write docs/INTEROP.md
	@tests/prepare test
	@cargo build --quiet --workspace --bins
	@rm -f target/nextest/interop/junit.xml
	cargo nextest run --workspace --profile interop -E "$$(cargo run --quiet -p interop -- filter)" || true
	@cargo run --quiet -p interop -- render target/nextest/interop/junit.xml docs/INTEROP.md

differential:  ## Compare Adit's reader of profiles with openvpn's over CASES=5000 generated ones
	cargo build --quiet --workspace --bins
	ADIT_DIFFERENTIAL=$(or $(CASES),5000) cargo test --quiet -p e2e --test differential -- --nocapture

fuzz:  ## Fuzz every target (TARGET=name: one) for SECONDS=60 each
	@tests/fuzz/run $(or $(SECONDS),60) $(TARGET)

clean:  ## Remove what was built
	rm -rf $(CARGO_TARGET_DIR) ui/dist ui/node_modules target

.PHONY: build
build: ui
	@echo '  building the helper, the app and the practice server (the first time takes some minutes)'
	@cargo build --quiet --workspace --bins

ui: ui/dist/index.html

ui/node_modules: ui/package-lock.json
	@echo '  fetching what the window is built with'
	@cd ui && npm ci --loglevel=error --no-audit --no-fund >/dev/null && touch node_modules

ui/dist/index.html: ui/node_modules ui/index.html $(shell find ui/src ui/locales -type f 2>/dev/null)
	@echo '  building the window'
	@cd ui && npm run --silent build -- --logLevel warn
