import Arguments
import Dispatch
import Foundation
import Governor
import JSON
import Pipeline

/// `pipeline run`: builds models.
enum PipelineRunCommand: Command {
    static let spec = CommandSpec(
        "run", abstract: "Build models in their order",
        examples: [
            Example("dormouse pipeline run", "all of them"),
            Example("dormouse pipeline run -s tag:daily+ --exclude orders", "some"),
        ],
        options: PipelineOptions.deferrable + [
            PipelineOptions.fullRefresh, PipelineOptions.failFast, PipelineOptions.empty,
            PipelineOptions.sample,
        ] + PipelineOptions.eventTimes)

    static func run(_ invocation: Invocation) throws -> Int32 {
        try PipelineRun(invocation).perform(only: "model") { runner, call in
            try runner.run(
                fullRefresh: call.command.flag("full-refresh"))
        }
    }
}

/// `pipeline test`: runs tests.
enum PipelineTestCommand: Command {
    static let spec = CommandSpec(
        "test", abstract: "Run tests",
        examples: [
            Example("dormouse pipeline test", "all of them"),
            Example("dormouse pipeline test -s orders", "those of a model"),
        ],
        options: PipelineOptions.deferrable
            + PipelineOptions.resourceTypes + [
                PipelineOptions.failFast, PipelineOptions.storeFailures,
            ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        try PipelineRun(invocation).perform { runner, call in
            try runner.test()
        }
    }
}

/// `pipeline build`: everything in its order.
enum PipelineBuildCommand: Command {
    static let spec = CommandSpec(
        "build", abstract: "Build seeds and models and run each test as soon as it can",
        discussion: """
            What depends on something that failed, or on something whose test failed, is skipped.
            """,
        examples: [
            Example("dormouse pipeline build", "everything"),
            Example("dormouse pipeline build -s +orders -x", "until the first failure"),
        ],
        options: PipelineOptions.deferrable
            + PipelineOptions.resourceTypes + [
                PipelineOptions.fullRefresh, PipelineOptions.failFast, PipelineOptions.empty,
                PipelineOptions.storeFailures, PipelineOptions.sample,
            ] + PipelineOptions.eventTimes)

    static func run(_ invocation: Invocation) throws -> Int32 {
        try PipelineRun(invocation).perform(countsConsumers: true) { runner, call in
            try runner.build(
                fullRefresh: call.command.flag("full-refresh"))
        }
    }
}

/// `pipeline seed`: loads CSV files.
enum PipelineSeedCommand: Command {
    static let spec = CommandSpec(
        "seed", abstract: "Load the project's CSV files",
        examples: [
            Example("dormouse pipeline seed", "all of them"),
            Example("dormouse pipeline seed -s countries", "one"),
        ],
        options: PipelineOptions.deferrable + [
            PipelineOptions.fullRefresh, PipelineOptions.empty,
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        try PipelineRun(invocation).perform { runner, call in
            try runner.seed(fullRefresh: call.hasFlag("full-refresh"))
        }
    }
}

/// `pipeline snapshot`: keeps earlier versions of rows.
enum PipelineSnapshotCommand: Command {
    static let spec = CommandSpec(
        "snapshot", abstract: "Keep the versions that rows of the snapshots have had",
        examples: [
            Example("dormouse pipeline snapshot", "all of them"),
            Example("dormouse pipeline snapshot -s orders_history", "one"),
        ],
        options: PipelineOptions.deferrable + [PipelineOptions.empty])

    static func run(_ invocation: Invocation) throws -> Int32 {
        try PipelineRun(invocation).perform { runner, call in
            try runner.snapshot()
        }
    }
}

/// A command that builds or tests nodes and tells how it went.
struct PipelineRun {
    let call: PipelineCall
    /// The batches of microbatch models in the run that is run again.
    var earlierBatches: [String: BatchResults] = [:]
    /// When that run began, up to which its batches go.
    var batchesEnd: Date?

    init(_ invocation: Invocation) throws { call = try PipelineCall(invocation) }

    /// - Returns: 0 when nothing failed, 1 when something did.
    ///
    /// - Parameters:
    ///   - only: the one type of resources that the command builds.
    ///   - countsConsumers: whether exposures and saved queries are told of, as in dbt's `build`.
    func perform(
        only: String? = nil, countsConsumers: Bool = false,
        _ body: (Runner, PipelineCall) throws -> RunReport
    ) throws -> Int32 {
        let project = try call.project()
        var options = RunOptions()
        options.compiledDirectory = call.targetDirectory
        options.failFast = call.hasFlag("fail-fast")
        options.selection = try call.selection()
        options.deferral = try call.deferral()
        if let only { options.selection.types = [only] }
        options.threads = project.options.profile.threads
        options.isEmpty = call.hasFlag("empty")
        options.eventWindow = try call.eventWindow()
        options.sample = try call.sample()
        options.earlierBatches = earlierBatches
        options.batchesEnd = batchesEnd
        options.storesFailures = call.hasFlag("store-failures")
        options.failsOnWarnings = call.warningPolicy.failsTests
        let stop = RunStop()
        options.stop = stop
        let signals = StopSignals(stop)
        defer { withExtendedLifetime(signals) {} }
        let consumers =
            countsConsumers
            ? try project.selected(options.selection).resources.filter(\.isConsumer) : []
        options.consumers = consumers
        let console = RunConsole(call, project: project, more: consumers.count)
        let profile = project.options.profile
        let opened =
            call.hasFlag("full-refresh")
            ? try call.invocation.leavingRollbackPoint(profile.path) { try call.open(profile) }
            : try call.open(profile)
        let watch = try call.watch(opened.database)
        defer { watch?.end() }
        let (ladder, otherTarget) = try call.invocation.governorLadder()
        options.govern(by: watch, ladder: ladder)
        options.elsewhere = try call.offloadPlaces(
            ladder, otherTarget: otherTarget, watch: watch, stop: stop)
        try call.limitPython(&options)
        let limits = try call.invocation.governorLimits()
        options.timeLimit = limits.modelTime?.value
        let runTimer = limits.runTime.map { RunTimer($0.value, stop, call.console) }
        defer { runTimer?.end() }
        let runner = Lent(
            try Runner(
                project: project, profile: project.options.profile,
                connection: opened.connection, options: options, onEvent: console.take))
        call.greet(project)
        let report = try runner.lend { runner in
            try call.warn(try losses(runner, project))
            return try body(runner, call)
        }
        // Closing the database writes the run's tables into its file, which takes as long as
        // what is written here.
        watch?.end()
        let closing = runner.giveUpAside()
        defer { closing.wait() }
        call.console.clearStatus()
        let outcomes = ConsumerOutcomes(consumers, project: project, report: report)
        console.tell(outcomes)
        var compiled: [String: String] = [:]
        for result in report.results where result.status != .skipped {
            compiled[result.id] =
                result.compiledCode ?? project.node(result.id).flatMap(call.compiledSQL)
        }
        try call.writeManifest(project, compiled: compiled)
        try call.write(report, of: project, outcomes)
        if call.logsEvents {
            if report.results.isEmpty, consumers.isEmpty {
                call.sayNothingToDo()
            } else {
                EventLog(call, project: project).close(report, outcomes)
            }
            return report.succeeded ? 0 : 1
        }
        if call.invocation.wantsJSON {
            call.console.print(json: call.results(report, of: project, outcomes))
        } else if report.results.isEmpty, consumers.isEmpty, !report.wasStopped {
            call.sayNothingToDo()
            // Of all commands dbt's `seed` alone closes as if it had run.
            if call.command.path.last == "seed" {
                call.console.print("\(report.closingLine(with: outcomes))")
            }
        } else {
            RunSummary(call: call, project: project, report: report, outcomes: outcomes).print()
        }
        let hasWarnings = report.count(.warn) > 0 || !console.warnings.isEmpty
        if call.warningPolicy.fails, hasWarnings { return 1 }
        return report.succeeded ? 0 : 1
    }
}

extension PipelineRun {
    /// What the sources of the selected nodes lose on their way from PostgreSQL.
    private func losses(_ runner: Runner, _ project: Project) throws -> [Warning] {
        guard project.options.profile.attachesPostgreSQL else { return [] }
        let (resources, _) = try project.selected(runner.options.selection)
        return try runner.typeLosses(ofSourcesOf: Set(resources.map(\.id)))
    }
}

extension PipelineCall {
    /// How large the project is, and how it runs.
    ///
    /// - Parameter isInline: whether a text is read beside the files.
    func greet(_ project: Project, isInline: Bool = false) {
        if logsEvents {
            return EventLog(self, project: project).greet(project, isInline: isInline)
        }
        if console.settings.isQuiet || invocation.wantsJSON { return }
        let profile = project.options.profile
        console.print("\(project.inventory(isInline: isInline))")
        console.print("Concurrency: \(profile.threads) threads (target='\(profile.target)')")
        console.print()
    }

    func sayNothingToDo() {
        let text = "Nothing to do. Try checking your model configs and model specification args"
        if logsEvents { return EventLog(self).nothingToDo(text) }
        console.warn("\(text)")
    }
}

extension Project {
    /// `Found 5 models, 1 seed, 6 data tests, 1 source`, in dbt's order.
    ///
    /// - Parameter isInline: whether a text is counted that was read beside the files.
    func inventory(isInline: Bool = false) -> String {
        func nodes(_ kind: Node.Kind) -> Int { self.nodes.count { $0.kind == kind } }
        func semantics(_ kind: SemanticResource.Kind) -> Int {
            self.semantics.count { $0.kind == kind }
        }
        let tests = ("data test", nodes(.test))
        let hasSingular = self.nodes.contains { $0.kind == .test && $0.test == nil }
        let counts = [
            ("model", nodes(.model)), ("snapshot", nodes(.snapshot)),
            ("analysis", nodes(.analysis)), hasSingular ? tests : ("", 0), ("seed", nodes(.seed)),
            ("operation", hookCount), ("sql operation", isInline ? 1 : 0),
            hasSingular ? ("", 0) : tests,
            ("source", sources.count), ("exposure", exposures.count),
            ("metric", semantics(.metric)), ("group", groups.count),
            ("semantic model", semantics(.semanticModel)), ("saved query", semantics(.savedQuery)),
            ("unit test", nodes(.unitTest)), ("function", nodes(.function)),
        ]
        let words = counts.filter { $0.1 > 0 }.map { word, count in
            count == 1 ? "1 \(word)" : "\(count) \(Self.plural(word))"
        }
        return "Found " + (words.isEmpty ? "nothing" : words.joined(separator: ", "))
    }

    private static func plural(_ word: String) -> String {
        switch word {
        case "analysis": "analyses"
        case "saved query": "saved queries"
        default: word + "s"
        }
    }
}
