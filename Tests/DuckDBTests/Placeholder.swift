import Testing

@testable import DuckDB

@Test func targetBuilds() { #expect(Bool(true)) }
