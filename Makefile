# `make help` lists the commands.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo run unit test full check cross lint advisories metrics bench soak leaks recovery pictures rights kills differential simulate coverage fuzz mutants interop package repository system-test apparmor clean ui build

# One target directory for every clone, outside of it, so that nothing is compiled twice.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/adit/target
export PATH := $(CARGO_TARGET_DIR)/tools/bin:$(PATH)
bin := $(CARGO_TARGET_DIR)/debug
# No sockets, no clock, no files.
pure := vpn-api ovpn-settings profile-api ovpn-profile ovpn-proto i18n
# Crates with benchmarks of their own.
benches = $(patsubst crates/%/benches,%,$(wildcard crates/*/benches))
root = $(if $(filter 0,$(shell id -u)),,sudo -E)
# `make advisories` fetches it. Lints use it when it is there, so that they need no network for it.
advisory_db = $(wildcard $(or $(CARGO_HOME),$(HOME)/.cargo)/advisory-db*/*)

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo:  ## Build everything, start a practice server, connect the app to it
	@tests/prepare demo
	@$(MAKE) --no-print-directory build
	@$(bin)/adit-demo

run:  ## Build and run Adit for real use (the helper asks for root)
	@tests/prepare run
	@$(MAKE) --no-print-directory build
	@installer/linux/run-from-source $(bin)

unit:  ## Run unit and property tests: no root, no services, two minutes
	@tests/prepare unit
	@$(MAKE) --no-print-directory ui
	@cd ui && npm test --silent
	cargo nextest run --workspace --profile unit

check:  ## Run all lints: formatter, clippy, documentation, dependencies, ESLint
	@tests/prepare check
	@$(MAKE) --no-print-directory ui lint

lint:
	cargo fmt --all --check
	cd ui && npm run --silent lint
	cargo clippy --quiet --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --quiet --workspace --no-deps
	cargo deny --log-level error check bans licenses sources
	$(if $(advisory_db),cargo deny --log-level error --offline check advisories)

# Lints come first, because they fail fastest. Programs and tests are built together: features differ between the two (tokio's
# test-util), and each of 58 crates above tokio would be compiled twice.
test:  ## Run what CI runs: all lints and all tests (needs root)
	@tests/prepare test
	@$(MAKE) --no-print-directory ui lint
	@cd ui && npm test --silent
	cargo build --quiet --workspace --bins --tests
	cargo nextest run --workspace

full:  ## Run everything there is: test, then interop, simulate, differential, soak, bench (an hour or two)
	@$(MAKE) --no-print-directory test
	cargo nextest run --workspace --profile long
	@$(MAKE) --no-print-directory interop
	@$(MAKE) --no-print-directory simulate
	@$(MAKE) --no-print-directory differential
	@$(MAKE) --no-print-directory soak
	@$(MAKE) --no-print-directory bench

# The test tools are Linux' own so far. The window's shell needs the files of the window.
portable := $(pure) netconf netwatch privileged vpn-ipc vpn-engine profiles helper cli adit
cross: ui  ## Lint what is portable for Windows and macOS, without either (the first time takes some minutes)
	@for system in windows mac; do tests/cross/check clippy $$system --quiet $(foreach crate,$(portable),-p $(crate)) -- -D warnings || exit 1; done

advisories:  ## Fetch the advisory database and check the dependencies against it
	@tests/prepare check
	cargo deny check advisories

metrics:  ## Print sizes, cycles, names and comments of the code (DIR=checkout …: of others, side by side)
	@cargo run --quiet -p architecture --bin metrics -- $(or $(DIR),.)

simulate:  ## Print handshakes under loss, and run thousands of random sessions with faults (PLANS=, SEED=)
	cargo run --quiet -p sim --bin simulate

# The helper is built by itself, as it is shipped: features that other crates enable in shared dependencies would become part of it.
bench: ui  ## Compare Adit with openvpn and wireguard-go, ten minutes (QUICK=1: two; PUBLISH=1: renew docs/BENCHMARKS.md)
	@tests/prepare bench
	@cargo build --quiet --release -p bench --bins
	@cargo build --quiet --release -p helper --bins
	@cargo build --quiet --release -p netd --bins
	@cargo build --quiet --release -p cli --bins
	@$(root) $(CARGO_TARGET_DIR)/release/compare $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) $(if $(PUBLISH),--publish docs/BENCHMARKS.md)
	@$(if $(ONLY),:,cargo build --quiet --release -p e2e -p adit --bins && $(root) $(CARGO_TARGET_DIR)/release/adit-idle $(if $(QUICK),--quick) && $(root) $(CARGO_TARGET_DIR)/release/adit-start)
	@$(if $(benches),cargo bench --quiet $(foreach crate,$(benches),-p $(crate)) --bench '*',:)

rights:  ## Print what each process could still do if it were taken over, in Debian 12 and 13
	@tests/prepare leaks
	@cargo build --quiet -p helper -p netd -p cli -p leaks --bins
	@$(root) $(bin)/leaks --checks bookworm trixie

leaks:  ## Print which packets leave beside the tunnel in which state (ONLY=words: states with one of them)
	@tests/prepare leaks
	@cargo build --quiet --workspace --bins
	@$(root) $(bin)/leaks $(ONLY)
	@$(if $(ONLY),:,$(root) $(bin)/leaks --repairs 5)
	@$(if $(ONLY),:,$(root) $(bin)/leaks --systems)
	@$(if $(ONLY),:,$(root) $(bin)/leaks --kills 30 1 trixie)

kills:  ## Kill engine and broker at random moments under systemd, and print what leaves and when the tunnel is back (KILLS=1000 SEED=1 SUITE=trixie)
	@tests/prepare leaks
	@cargo build --quiet --workspace --bins
	@$(root) $(bin)/leaks --kills $(or $(KILLS),1000) $(or $(SEED),1) $(or $(SUITE),trixie)

recovery:  ## Print how long the tunnel is gone after each fault, beside openvpn (ONLY=words: faults with one of them; ONLY=sleeps: in an emulated machine)
	@tests/prepare $(if $(findstring sleeps,$(ONLY)),sleeps,recovery)
	@cargo build --quiet -p helper -p netd -p cli -p nm-plugin -p recovery --bins
	@cargo build --quiet -p nm-editor
	@$(root) $(bin)/recovery $(ONLY)

pictures:  ## Drive the real window with the installed helper of a whole system, and leave pictures in target/window (SUITE=trixie)
	@tests/prepare recovery
	@tests/prepare test
	@$(MAKE) --no-print-directory ui
	@cargo build --quiet -p adit -p helper -p netd -p cli -p recovery --bins
	@$(root) $(bin)/recovery --pictures $(or $(SUITE),trixie bookworm)

soak:  ## Renew keys, move gigabytes and verify checksums at full speed, ten minutes (GB=10 per transfer)
	@tests/prepare bench
	@cargo build --quiet --release -p bench --bins
	@$(root) $(CARGO_TARGET_DIR)/release/soak all $(if $(GB),--bytes $(GB)G)

coverage:  ## Print the coverage of the pure crates, by regions and lines
	@command -v cargo-llvm-cov >/dev/null || cargo install --quiet --locked --root $(CARGO_TARGET_DIR)/tools cargo-llvm-cov
	CARGO_LLVM_COV_TARGET_DIR=$(CARGO_TARGET_DIR)/coverage cargo llvm-cov nextest $(foreach crate,$(pure) fuzz sim,-p $(crate)) \
		--ignore-filename-regex '(/tests?/|/tests\.rs|/testing)' --summary-only

interop:  ## Print which feature works with which server, and write docs/INTEROP.md
	@tests/prepare test
	@cargo build --quiet --workspace --bins --tests
	@rm -f target/nextest/interop/junit.xml
	cargo nextest run --workspace --profile interop -E "$$(cargo run --quiet -p interop -- filter)" || true
	@cargo run --quiet -p interop -- render target/nextest/interop/junit.xml docs/INTEROP.md

differential:  ## Compare Adit's profile parser with openvpn's over CASES=5000 generated profiles
	cargo build --quiet --workspace --bins --tests
	ADIT_DIFFERENTIAL=$(or $(CASES),5000) cargo test --quiet -p e2e --test differential -- --nocapture

fuzz:  ## Fuzz every target (TARGET=name: one) for SECONDS=60 each
	@tests/fuzz/run $(or $(SECONDS),60) $(TARGET)

mutants:  ## Change the privileged code in one place at a time, and print what no test notices (FILE=path: one file; SHARD=0/50: a sample)
	@tests/prepare test
	@command -v cargo-mutants >/dev/null || cargo install --quiet --locked --root $(CARGO_TARGET_DIR)/tools cargo-mutants
	@mkdir -p $(CARGO_TARGET_DIR)/mutants
	@sed '/^examine_globs/,/^]/d' .cargo/mutants.toml >$(CARGO_TARGET_DIR)/mutants/one-file.toml
	@$(root) env PATH="$(PATH)" CARGO_TARGET_DIR=$(CARGO_TARGET_DIR)/mutants/build CARGO_PROFILE_DEV_DEBUG=0 \
		cargo mutants --no-shuffle $(if $(FILE),--config $(CARGO_TARGET_DIR)/mutants/one-file.toml --file '$(FILE)') $(if $(SHARD),--shard $(SHARD) --sharding round-robin) --output $(CARGO_TARGET_DIR)/mutants

repository = $(or $(REPOSITORY),$(CARGO_TARGET_DIR)/repository)
# What is always in memory is built by itself: with the window it would get the features that the window needs, such as tokio's
# scheduler for many threads.
packages = $(or $(PACKAGES),$(CARGO_TARGET_DIR)/packages)
package:  ## Build .deb and .rpm packages (PACKAGES=directory: where to)
	@tests/prepare package
	@$(MAKE) --no-print-directory ui
	@cargo build --quiet --release -p helper --bins
	@cargo build --quiet --release -p netd --bins
	@cargo build --quiet --release -p adit -p cli -p manuals --bins
	@rm -rf $(packages)/again
	@installer/linux/package $(CARGO_TARGET_DIR)/release $(packages)
	@installer/linux/package $(CARGO_TARGET_DIR)/release $(packages)/again >/dev/null
	@installer/linux/check $(packages) $(packages)/again
	@cargo build --quiet --release -p nm-plugin -p nm-editor
	@installer/linux/networkmanager/package $(CARGO_TARGET_DIR)/release $(packages)/networkmanager
	@installer/linux/networkmanager/package $(CARGO_TARGET_DIR)/release $(packages)/again/networkmanager >/dev/null
	@installer/linux/check $(packages)/networkmanager $(packages)/again/networkmanager

# Who installs from it: tests/systems/repository.sh tries it, in the system test.
repository: package  ## Lay out a signed repository for apt (REPOSITORY=directory: where to; ADIT_SIGNING_KEY=key of your keyring)
	@installer/linux/repository $(packages) $(repository)

# Two versions of the same programs: what an upgrade does is in the package's scripts and in the programs' handing over.
system-test: repository  ## Install, use, upgrade, downgrade and remove the packages in whole Debian systems (SUITES="bookworm trixie")
	@tests/prepare leaks
	@cargo build --quiet -p leaks --bins
	@VERSION=999 installer/linux/package $(CARGO_TARGET_DIR)/release $(packages)/newer deb
	@VERSION=999 installer/linux/networkmanager/package $(CARGO_TARGET_DIR)/release $(packages)/newer deb
	@$(root) $(bin)/leaks --packages $(packages)/adit_[0-9]*.deb $(packages)/newer/adit_999*.deb \
		$(packages)/networkmanager/network-manager-adit_[0-9]*.deb $(packages)/newer/network-manager-adit_999*.deb $(or $(SUITES),bookworm trixie)
	@for suite in $(or $(SUITES),bookworm trixie); do \
		$(root) tests/systems/repository.sh $(repository) $$($(root) tests/systems/root.sh $$suite libwebkit2gtk-4.1-0 $$suite-window) || exit 1; done

apparmor:  ## Enforce the AppArmor profiles in an emulated machine with Debian's kernel: everything works, and what is beside them is refused
	@tests/prepare sleeps
	@cargo build --quiet -p helper -p netd -p cli -p recovery -p leaks --bins
	@$(root) $(bin)/recovery --confined

clean:  ## Remove what was built
	rm -rf $(CARGO_TARGET_DIR) ui/dist ui/node_modules target

build: ui
	@echo '  building the helper, the app and the practice server (the first time takes some minutes)'
	@cargo build --quiet --workspace --bins

ui: ui/dist/index.html

ui/node_modules: ui/package-lock.json
	@echo '  fetching the build tools of the window'
	@cd ui && npm ci --loglevel=error --no-audit --no-fund >/dev/null && touch node_modules

ui/dist/index.html: ui/node_modules ui/index.html $(shell find ui/src ui/locales -type f 2>/dev/null)
	@echo '  building the window'
	@cd ui && npm run --silent build -- --logLevel warn
