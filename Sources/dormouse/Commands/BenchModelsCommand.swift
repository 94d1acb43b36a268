import Arguments
import Dispatch
import DuckDB
import Foundation
import JSON
import LanguageModels
import Memory

/// `bench models`: whether other statements go on while a language model is asked.
enum BenchModelsCommand: Command {
    static let spec = CommandSpec(
        "models", abstract: "Measure a query while another asks a language model",
        discussion: """
            The query is timed alone, alone on one thread, and beside a statement on the same \
            database that waits for the language model that is configured. Such a statement holds \
            worker threads: the query may lose their help, but not the thread it is called on.
            """,
        examples: [Example("dormouse bench models --json", "medians, in seconds")],
        options: [
            .value("runs", "N", .integer(1...1000), default: "15", help: "so many of each")
        ])

    /// Long enough to be timed, and divided among threads.
    private static let query = "SELECT sum(hash(n) % 1000) FROM range(20000000) t(n)"

    static func run(_ invocation: Invocation) throws -> Int32 {
        let functions = try invocation.languageModels()
        guard functions.gateway.configuration.writer != nil else {
            throw MemoryError(
                .invalidInput, "no language model is configured to ask; see docs/language-models.md"
            )
        }
        let threads = max(2, ProcessInfo.processInfo.activeProcessorCount)
        var options = Database.Options()
        options.threads = threads
        let database = try Database(path: nil, options: options)
        let (connection, asking) = (try database.connect(), try database.connect())
        try functions.register(on: connection)
        let runs = invocation.command.integer("runs", default: 15)
        let alone = try median(runs, connection)
        try connection.execute("SET threads = 1")
        let single = try median(runs, connection)
        try connection.execute("SET threads = \(threads)")
        let beside = try whileAsking(on: asking, functions) { try median(runs, connection) }
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "threads": .int(threads), "runs": .int(runs), "alone_seconds": .double(alone),
                "on_one_thread_seconds": .double(single), "while_asking_seconds": .double(beside),
            ])
        } else {
            var table = Table([.init("a query"), .init("ms", .right)])
            for (name, seconds) in [
                ("alone, \(threads) threads", alone), ("alone, one thread", single),
                ("while a model is asked", beside),
            ] { table.add([name, String(Int((seconds * 1000).rounded()))]) }
            invocation.console.print(table)
        }
        return 0
    }

    private static func median(_ runs: Int, _ connection: Connection) throws -> Double {
        var seconds: [Double] = []
        for _ in 0..<runs {
            let start = ContinuousClock.now
            _ = try connection.query(query, [])
            seconds.append((ContinuousClock.now - start) / .seconds(1))
        }
        return seconds.sorted()[runs / 2]
    }

    /// Runs the body from the first answer of a statement that asks for ever, and ends that then.
    private static func whileAsking<T>(
        on connection: Connection, _ functions: ModelFunctions, _ body: () throws -> T
    ) throws -> T {
        let ended = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            _ = try? connection.query(
                "SELECT count(llm_generate('number ' || n, {'cache': false})) FROM range(1000000) t(n)",
                [])
            ended.signal()
        }
        while functions.run.usage.values.allSatisfy({ $0.requests == 0 }) {
            if ended.wait(timeout: .now() + .milliseconds(20)) == .success {
                throw MemoryError(
                    .invalidInput,
                    "the language model does not answer; see what is wrong with: dormouse llm health"
                )
            }
        }
        defer {
            connection.interrupt()
            ended.wait()
        }
        return try body()
    }
}
