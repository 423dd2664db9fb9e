# Denchi: `make demo` shows the main job, `make test` proves it. Both install what is missing (Debian packages).
CONFIG = -c release
SWIFT_PACKAGES = libsuitesparse-dev libopenblas-serial-dev liblapacke-dev libfast-float-dev coinor-libclp-dev \
  libsqlite3-dev libpq-dev libzip-dev libexpat1-dev libxlsxwriter-dev libqrencode-dev zlib1g-dev
PAGE_PACKAGES = node-d3
TEST_PACKAGES = python3-venv python3-numpy python3-scipy python3-selenium chromium chromium-driver fonts-noto-cjk \
  postgresql-15
DENCHI = .build/release/denchi
SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)
INSTALL = $(SUDO) apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends

.PHONY: demo build test bench format lint docs clean deps deps-test

demo: build ## real battery packs, the strategy recomputed, and two companies' nodes that exchange a footprint
	$(DENCHI) strategy targets
	$(DENCHI) strategy report --output denchi-demo/strategy.html
	$(DENCHI) demo

build: deps
	swift build $(CONFIG) --product denchi

test: deps deps-test ## every test
	swift build $(CONFIG) --build-tests
	swift test $(CONFIG) --skip-build --disable-xctest --skip '^(NodeTests|RecordsTests)\.'
	swift test $(CONFIG) --skip-build --disable-xctest --filter '^RecordsTests\.'
	swift test $(CONFIG) --skip-build --disable-xctest --filter '^NodeTests\.'

bench: deps ## speed and memory beside the best peers, in one run
	Benchmarks/run.sh

format: ## lay out the code
	swift format -i -r Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

lint: ## what `make format` would change
	swift format lint -s -r Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

docs: ## reference pages of the rooms in docs/api
	mkdir -p docs/api
	for room in SupplyGraph Inventory Footprint Strategy Values Records Exchange; do \
	  swift package --allow-writing-to-directory docs/api/$$room generate-documentation --target $$room \
	    --output-path docs/api/$$room --transform-for-static-hosting --hosting-base-path $$room || exit 1; \
	done

clean: ## everything that is built or made
	rm -rf .build Benchmarks/.build Benchmarks/work docs/api denchi-demo denchi-strategy.html

# Packages are asked for once: a machine that has them needs neither network nor root.
define ensure
@installed="$$(dpkg-query -W -f='$${db:Status-Status}\n' $(1) 2>/dev/null | grep -c '^installed')"; \
if [ "$$installed" -lt $(words $(1)) ]; then $(SUDO) apt-get update -qq && $(INSTALL) $(1); fi
endef

deps:
	$(call ensure,$(SWIFT_PACKAGES) $(PAGE_PACKAGES))

deps-test: .build/python/ready
	$(call ensure,$(TEST_PACKAGES))

# Peers from PyPI that tests compare with.
.build/python/ready: Tests/requirements.txt
	$(call ensure,$(TEST_PACKAGES))
	rm -rf .build/python && mkdir -p .build && /usr/bin/python3 -m venv --system-site-packages .build/python
	.build/python/bin/pip install -q --disable-pip-version-check -r Tests/requirements.txt && touch $@ || \
	  { rm -rf .build/python; echo "Tests/requirements.txt cannot be installed: tests that compare with it are skipped"; }
