import Foundation
import Testing

@testable import Inference

/// What other software made of some texts (`scripts/reference-embeddings`).
struct Reference: Codable, Sendable, CustomTestStringConvertible {
    let text: String
    let ids: [Int32]
    let vector: [Float]

    var testDescription: String { String(text.prefix(30)).debugDescription }

    static let all: [Reference] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/reference.json")
        do {
            return try JSONDecoder().decode([Reference].self, from: Data(contentsOf: file))
        } catch {
            Issue.record("cannot read \(file.path): \(error)")
            return []
        }
    }()
}

/// The model that `scripts/bootstrap` laid down in this checkout, opened once for all tests.
enum Bootstrapped {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../.prefix/share/dormouse/model").standardized.path

    private static let opened = Result { try EmbeddingModel(directory: directory) }

    static func model() throws -> EmbeddingModel { try opened.get() }
}

/// Numbers that look random and are the same on every run (SplitMix64, Steele et al. 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

func cosine(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Double {
    var dot = 0.0
    var squares = (0.0, 0.0)
    for (x, y) in zip(a, b) {
        dot += Double(x) * Double(y)
        squares.0 += Double(x) * Double(x)
        squares.1 += Double(y) * Double(y)
    }
    return dot / (squares.0 * squares.1).squareRoot()
}

/// Runs `body` with a new directory that holds these files, and removes it.
func withDirectory(_ files: [String: Data], _ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    for (name, data) in files { try data.write(to: directory.appending(path: name)) }
    try body(directory.path)
}
