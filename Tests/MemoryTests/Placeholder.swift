import Testing

@testable import Memory

@Test func targetBuilds() { #expect(Bool(true)) }
