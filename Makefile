# Two commands are enough: `make demo` and `make test`. Both install what is missing first.
.PHONY: demo test build lint bench clean

demo: ## set up, build, and let a journal be remembered, slept on and asked
	@scripts/bootstrap demo
	@$(MAKE) --no-print-directory build
	@scripts/demo

test: ## set up everything and run all tests
	@scripts/bootstrap test
	swift build --build-tests $(BUILD_FLAGS)
	swift test --skip-build

build: ## the release binary at .build/release/dormouse
	swift build -c release --product dormouse

lint: ## what the gate checks before it builds
	swift format lint --strict --recursive Package.swift Sources Tests

bench: build ## measure this machine against the limits in bench/README.md
	bench/run

clean: ## remove what was built; keeps what was downloaded
	swift package clean
