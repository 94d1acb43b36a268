import Testing

@testable import YAML

@Test func targetBuilds() { #expect(Bool(true)) }
