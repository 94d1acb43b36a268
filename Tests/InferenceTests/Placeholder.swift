import Testing

@testable import Inference

@Test func targetBuilds() { #expect(Bool(true)) }
