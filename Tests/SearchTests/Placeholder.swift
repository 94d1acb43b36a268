import Testing
@testable import Search

@Test func targetBuilds() { #expect(Bool(true)) }
