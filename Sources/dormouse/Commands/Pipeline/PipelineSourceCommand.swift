import Arguments
import Foundation
import JSON
import Pipeline

/// `pipeline source`: what the project reads.
enum PipelineSourceCommand: Command {
    static let spec = CommandSpec(
        "source", abstract: "Ask how old the tables are that the project reads",
        examples: [Example("dormouse pipeline source freshness", "all with limits")],
        subcommands: [PipelineFreshnessCommand.spec])

    static func run(_ invocation: Invocation) throws -> Int32 {
        try PipelineFreshnessCommand.run(invocation)
    }
}

/// `pipeline source freshness`: how old sources are.
enum PipelineFreshnessCommand: Command {
    static let spec = CommandSpec(
        "freshness", abstract: "Ask how old sources are, and write target/sources.json",
        discussion: """
            Asks the sources that have `freshness` for the newest `loaded_at_field`. Ends with 1 \
            where one is older than its error_after, or cannot be asked.
            """,
        examples: [
            Example("dormouse pipeline source freshness", "all with limits"),
            Example("dormouse pipeline source freshness -s source:shop.orders", "one"),
        ],
        options: PipelineOptions.selection + [
            .value(
                "output", short: "o", "FILE", .file, defaultNote: "target/sources.json",
                help: "where the results go")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let project = try call.project()
        var options = RunOptions()
        options.selection = try call.selection()
        let runner = try call.runner(
            project, options: options, onEvent: RunConsole(call, project: project).take)
        call.greet(project)
        let start = ContinuousClock.now
        let (resources, unmatched) = try project.selected(options.selection)
        try call.warnOfUnmatched(unmatched)
        var sources = resources.compactMap { resource -> Source? in
            guard case .source(let source) = resource else { return nil }
            return source.freshness?.isLimited == true ? source : nil
        }.sorted { $0.id < $1.id }
        if sources.isEmpty { call.sayNothingToDo() }
        let log = call.logsEvents ? EventLog(call, project: project) : nil
        let isTold = log == nil && !invocation.wantsJSON && !call.console.settings.isQuiet
        let width = min(call.console.settings.outputWidth ?? 80, 100)
        var results: [FreshnessResult] = []
        if !sources.isEmpty { log?.begin(count: sources.count) }
        var hooks = sources.isEmpty ? [] : try runner.runHooksOfFreshness(atStart: true)
        let isStopped =
            project.file.stopsAfterFailedStart && hooks.contains { $0.status == .error }
        if isStopped { sources = [] }
        for (index, source) in sources.enumerated() {
            func line(
                _ word: String, _ status: String, _ style: Style?, _ duration: Duration?
            ) -> TerminalText {
                NodeLine(
                    message: "\(word) freshness of \(source.sourceName).\(source.name)",
                    index: index + 1, total: sources.count, status: status, style: style,
                    duration: duration
                ).text(width: width)
            }
            if isTold { call.console.print(line("START", "RUN", nil, nil)) }
            log?.start(source, index: index + 1, total: sources.count)
            guard let result = runner.freshness(ids: [source.id]).results.first else { continue }
            results.append(result)
            let (word, style) = result.word
            if isTold { call.console.print(line(word, word, style, result.duration)) }
            log?.end(result, word, index: index + 1, total: sources.count)
        }
        if !hooks.isEmpty || !results.isEmpty {
            hooks += try runner.runHooksOfFreshness(atStart: false)
        }
        let document = FreshnessResults(project, results, duration: ContinuousClock.now - start)
            .json(now: Date())
        try write(document, call)
        try call.writeManifest(project)
        if let log {
            log.close(results, hooks: hooks)
        } else if invocation.wantsJSON {
            call.console.print(json: document)
        } else {
            for error in hooks.compactMap(\.error) {
                call.console.print()
                call.console.print(
                    "\("[ERROR]", .red) in a hook: \(error.showingSource(in: project.directory))"
                )
            }
            for result in results {
                guard let error = result.error else { continue }
                call.console.print()
                call.console.print(
                    "\("[ERROR]", .red): \(error.showingSource(in: project.directory))")
            }
            if isTold {
                call.console.print()
                call.console.print("Done.")
            }
        }
        let isBad =
            hooks.contains { $0.status == .error }
            || results.contains { $0.status == .error || $0.status == .runtimeError }
        return isBad ? 1 : 0
    }

    private static func write(_ document: JSON, _ call: PipelineCall) throws {
        guard let path = call.command.string("output") else {
            if call.writesArtifacts {
                try ArtifactFolder(call.targetDirectory).write(document, as: "sources.json")
            }
            return
        }
        let file = URL(fileURLWithPath: path)
        try ArtifactFolder(file.deletingLastPathComponent())
            .write(document, as: file.lastPathComponent)
    }
}

extension FreshnessResult {
    /// What dbt calls the outcome, and its colour.
    fileprivate var word: (String, Style) {
        switch status {
        case .warn: ("WARN", .yellow)
        case .error: ("ERROR STALE", .red)
        case .runtimeError: ("ERROR", .red)
        default: ("PASS", .green)
        }
    }
}
