import Testing

@testable import Pipeline

@Test func targetBuilds() { #expect(Bool(true)) }
