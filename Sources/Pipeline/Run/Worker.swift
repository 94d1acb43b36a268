internal import DuckDB
internal import Foundation
internal import Jinja

/// What one thread of a run works with: a connection of its own, and what rendering needs.
final class Worker {
    let engine: Engine
    let compiler: Compiler
    let runner: Runner
    let files: ProjectFiles
    let name: String
    let session: Session

    init(
        _ runner: Runner, _ engine: Engine, _ session: Session, _ files: ProjectFiles, number: Int
    ) {
        self.runner = runner
        self.engine = engine
        self.session = session
        compiler = Compiler(
            session: session, execution: runner.execution(engine),
            directory: runner.options.compiledDirectory)
        self.files = files
        name = "Thread-\(number)"
    }

    /// Compiles and runs a node.
    func perform(_ node: Node) -> NodeResult {
        if node.isMicrobatch(session.macros, batchesCustom: session.batchesCustomMicrobatch) {
            return performBatches(node)
        }
        let start = runner.options.now()
        var timing = NodeTiming()
        var code: String?
        var result: NodeResult
        do throws(PipelineError) {
            let scope = compiler.scope(for: node)
            defer { scope.finish() }
            timing.compile = try span { () throws(PipelineError) in
                code = try compile(node, in: scope)
            }
            var outcome = NodeRunner.Outcome()
            timing.execute = try span { () throws(PipelineError) in
                let limit = try node.timeLimit() ?? runner.options.timeLimit
                let time = TimeBudget(limit, now: runner.options.now)
                let python = try python(node, in: scope)
                defer { python?.finish() }
                let sql = try python?.perform(within: time) ?? code ?? ""
                var nodeRunner = NodeRunner(
                    engine: engine, node: node, scope: scope, sql: sql, files: files,
                    storesFailures: session.storeFailures)
                nodeRunner.failsOnWarnings = runner.options.failsOnWarnings
                nodeRunner.folder = runner.options.compiledDirectory.map { ArtifactFolder($0) }
                outcome = try run(nodeRunner, within: time)
            }
            result = NodeResult(node, outcome.status, message: outcome.message)
            result.rows = outcome.rows
            result.rowsAdded = outcome.rowsAdded
            result.failures = outcome.failures
            result.response = outcome.response
        } catch {
            let located = error.located(file: node.file, line: nil, node: node.name)
            result = NodeResult(node, .error, message: located.message, error: located)
        }
        result.duration = runner.options.now() - start
        result.timing = timing
        result.thread = name
        result.compiledCode = code
        return result
    }

    /// Runs a node; once more with less where DuckDB found no memory for it, or where it was
    /// interrupted because the machine has none. The first time has left nothing, except what hooks
    /// outside the transaction did: with those it is not repeated.
    func run(
        _ plain: NodeRunner, within time: TimeBudget
    ) throws(PipelineError) -> NodeRunner.Outcome {
        var nodeRunner = plain
        if nodeRunner.node.kind == .model,
            let request = try PartitionRequest(nodeRunner.node.configuration)
        {
            nodeRunner.parts = PartitionPlan(
                request: request, inputs: runner.project.inputs(of: nodeRunner.node))
        }
        let hooks = nodeRunner.node.hooks
        let isRepeatable = (hooks.before + hooks.after).allSatisfy { $0.insideTransaction }
        var failure: PipelineError
        do { return try runInTurn(nodeRunner, time) } catch { failure = error }
        var attempt = 1
        while isRepeatable, failure.isOutOfMemory,
            let end = runner.options.relief?(engine.connection, attempt, nodeRunner.node.name)
        {
            defer { end() }
            do { return try runInTurn(nodeRunner, time) } catch { failure = error }
            attempt += 1
        }
        if isRepeatable, failure.isOutOfMemory, nodeRunner.parts == nil {
            do {
                return try runInHashParts(nodeRunner, time, after: failure)
            } catch { failure = error }
        }
        if isRepeatable, failure.isOutOfMemory {
            return try runElsewhere(nodeRunner, time, after: failure)
        }
        throw failure
    }

    /// Has the query computed elsewhere; where no place can, the error says why each could not.
    private func runElsewhere(
        _ nodeRunner: NodeRunner, _ time: TimeBudget, after failure: PipelineError
    ) throws(PipelineError) -> NodeRunner.Outcome {
        var failure = failure
        for place in runner.options.elsewhere {
            do {
                return try inTurn(nodeRunner.node, time) { () throws(PipelineError) in
                    try nodeRunner.run(
                        at: place, reading: runner.project.inputs(of: nodeRunner.node),
                        within: time)
                }
            } catch {
                if [.interrupted, .timedOut].contains(error.code) { throw error }
                failure.add(hint: "Not \(place.name) either: \(error.message)")
            }
        }
        throw failure
    }

    /// Runs a model in parts of a column by which that is right.
    private func runInHashParts(
        _ nodeRunner: NodeRunner, _ time: TimeBudget, after failure: PipelineError
    ) throws(PipelineError) -> NodeRunner.Outcome {
        guard let tell = runner.options.onParts, !nodeRunner.node.hasEnforcedContract,
            nodeRunner.materializationMacro() == nil, try nodeRunner.makesWholeTable(),
            let found = try? nodeRunner.safeKey()
        else { throw failure }
        var failure = failure
        guard let key = found.key else {
            if let obstacle = found.obstacle {
                failure.add(hint: "It cannot be computed in parts: \(obstacle).")
            }
            throw failure
        }
        for parts in [8, 64] where failure.isOutOfMemory {
            tell(nodeRunner.node.name, key, parts)
            var partitioned = nodeRunner
            partitioned.parts = PartitionPlan(
                request: PartitionRequest(field: key, kind: .hash(parts: parts)),
                inputs: runner.project.inputs(of: nodeRunner.node))
            do { return try runInTurn(partitioned, time) } catch { failure = error }
        }
        if failure.isOutOfMemory {
            failure.add(
                hint: "64 parts of \(key) are too few: write partition_by={'field': '\(key)', "
                    + "'type': 'hash', 'parts': 1024} into its config.")
        }
        throw failure
    }

    /// Runs a node when its turn comes.
    private func runInTurn(
        _ nodeRunner: NodeRunner, _ time: TimeBudget
    ) throws(PipelineError) -> NodeRunner.Outcome {
        try inTurn(nodeRunner.node, time) { () throws(PipelineError) in try nodeRunner.run() }
    }

    private func inTurn(
        _ node: Node, _ time: TimeBudget, _ body: () throws(PipelineError) -> NodeRunner.Outcome
    ) throws(PipelineError) -> NodeRunner.Outcome {
        let connection = engine.connection
        var end: (@Sendable () -> Void)?
        do { end = try runner.options.admission?(connection, node.name) } catch {
            throw PipelineError(.database, "\(error)")
        }
        defer { end?() }
        let stopTimer = time.begin().flatMap { runner.options.timer?(connection, $0) }
        defer { stopTimer?() }
        do { return try body() } catch {
            guard error.code == .interrupted, runner.options.stop?.isRequested != true else {
                throw error
            }
            if let limit = time.limit, time.isOver { throw .tooLong(limit, file: node.file) }
            guard let reason = runner.options.interruption?(connection) else { throw error }
            throw .outOfMemory(because: reason)
        }
    }

    func compile(_ node: Node, in scope: RenderScope) throws(PipelineError) -> String? {
        if node.kind == .seed { return nil }
        let sql = try compiler.compile(node, in: scope).sql
        if node.kind == .model, sql.isEmpty {
            throw PipelineError(
                .template, "the model gives no SQL", hint: "A model is one SELECT statement.")
        }
        return sql
    }

    /// What runs a model in Python; nil for any other node.
    private func python(
        _ node: Node, in scope: RenderScope
    ) throws(PipelineError) -> PythonModelRun? {
        guard node.isPython else { return nil }
        guard [.table, .incremental, .external].contains(node.materialization),
            node.foreignMaterialization == nil
        else {
            throw PipelineError.unsupported(
                "a Python model of the materialization '\(node.materializationName)'",
                hint: "It can be table, incremental or external.")
        }
        return try PythonModelRun(node, scope: scope, runner: runner, engine: engine)
    }

    /// When something was begun and done.
    func span(_ body: () throws(PipelineError) -> Void) throws(PipelineError) -> NodeTiming.Span {
        let started = runner.options.date()
        try body()
        return NodeTiming.Span(started: started, completed: runner.options.date())
    }
}
