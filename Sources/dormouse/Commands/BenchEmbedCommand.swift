import Arguments
import Foundation
import JSON
import Memory

/// `bench embed`: how fast the model makes vectors.
enum BenchEmbedCommand: Command {
    static let spec = CommandSpec(
        "embed", abstract: "Measure how fast texts become vectors",
        discussion: """
            Embeds the lines of a file several times and counts the best time. Texts are sorted \
            by length and handed over in batches, as bench/embedding/peer.py does it in Python.
            """,
        examples: [
            Example("dormouse bench embed sentences.txt", "32 at a time, on 2 threads"),
            Example("dormouse bench embed sentences.txt --batch 1 --threads 1", "one by one"),
        ],
        arguments: [ArgumentSpec("file", .required, .file, help: "texts, one a line")],
        options: [
            .value(
                "batch", "B", .integer(1...1_000_000), default: "32",
                help: "how many texts are handed over at a time"),
            .value(
                "threads", "T", .integer(1...64), default: "2", help: "how many work on a batch"),
            .value(
                "repeat", "R", .integer(1...1000), default: "3",
                help: "how often everything is embedded"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        var settings = EmbeddingBenchmark.Settings()
        settings.batch = command.integer("batch", default: 32)
        settings.threads = command.integer("threads", default: 2)
        settings.repeats = command.integer("repeat", default: 3)
        let benchmark = try EmbeddingBenchmark(
            file: URL(fileURLWithPath: command.string("file", default: "")),
            modelDirectory: Installation.modelDirectory(invocation.environment),
            settings: settings)
        let report = try benchmark.run(progress: StepBars(invocation.console).show)
        if invocation.wantsJSON {
            invocation.console.print(json: report)
        } else {
            let rate = decimal(report["sentences_per_second"]?.double ?? 0, places: 1)
            let question = decimal(report["query_ms"]?.double ?? 0, places: 2)
            invocation.console.print(
                "\(rate) texts a second in batches of \(settings.batch) on \(settings.threads) "
                    + "threads; a question takes \(question) ms")
        }
        return 0
    }
}
