public import Foundation
import Inference
public import JSON

/// Measures how fast the model makes vectors: many texts, and one question at a time.
public struct EmbeddingBenchmark {
    /// How the texts are embedded.
    public struct Settings: Sendable {
        /// How many texts are handed over at a time.
        public var batch = 32
        public var threads = 2
        /// How often everything is embedded; the best time counts.
        public var repeats = 3

        public init() {}
    }

    private static let question = "where did the dormouse sleep last winter and what woke it up"

    private let texts: [String]
    private let directory: String?
    private let settings: Settings

    /// - Parameters:
    ///   - file: texts, one a line.
    ///   - modelDirectory: nil where no model was found, which is an error when it is run.
    public init(file: URL, modelDirectory: String?, settings: Settings) throws(MemoryError) {
        texts = try TextFile.read(file).split(whereSeparator: \.isNewline).map(String.init)
        if texts.isEmpty {
            throw MemoryError(.invalidInput, "\(file.lastPathComponent) holds no line of text")
        }
        directory = modelDirectory
        self.settings = settings
    }

    /// Embeds, and gives one object. Like its peer in Python it sorts the texts by length before
    /// it cuts them into batches.
    public func run(progress: (String, Int, Int) -> Void) throws -> JSON {
        guard let directory else {
            throw MemoryError(.model, "there is no embedding model: run scripts/bootstrap")
        }
        let clock = ContinuousClock()
        let (model, load) = try clock.timed {
            try EmbeddingModel(
                directory: directory,
                options: EmbeddingModel.Options(threads: settings.threads))
        }
        var questions: [Double] = []
        for _ in 0..<40 {
            questions.append(try clock.timed { try model.embed(Self.question) }.milliseconds)
        }
        let sorted = texts.sorted { $0.utf8.count > $1.utf8.count }
        var best = Double.infinity
        for round in 0..<settings.repeats {
            let took = try clock.measure {
                for start in stride(from: 0, to: sorted.count, by: settings.batch) {
                    let end = min(start + settings.batch, sorted.count)
                    _ = try model.embed(Array(sorted[start..<end]))
                }
            }
            best = min(best, took.seconds)
            progress("embedding", round + 1, settings.repeats)
        }
        return [
            "texts": .int(texts.count), "batch": .int(settings.batch),
            "threads": .int(settings.threads),
            "sentences_per_second": .double(
                (Double(texts.count) / best * 10).rounded() / 10),
            "load_ms": .double(toThousandths(load)),
            "query_ms": .double(
                toThousandths(Timings(milliseconds: questions).percentile(50))),
            "peak_rss_mb": .int(ResidentMemory.peak / 1024),
        ]
    }
}
