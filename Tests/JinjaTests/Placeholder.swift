import Testing

@testable import Jinja

@Test func targetBuilds() { #expect(Bool(true)) }
