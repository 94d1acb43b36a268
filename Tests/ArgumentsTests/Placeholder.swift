import Testing

@testable import Arguments

@Test func targetBuilds() { #expect(Bool(true)) }
