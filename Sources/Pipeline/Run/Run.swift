internal import DuckDB
internal import Foundation
internal import Jinja
internal import Synchronization

/// One run under way: its workers take what may begin until nothing is left.
final class Run: Sendable {
    let runner: Runner
    let engine: Engine
    let session: Session
    let order: RunOrder
    private let files: ProjectFiles
    private let state: Mutex<State>
    private let somethingEnded = NSCondition()

    /// What the workers share.
    private struct State: Sendable {
        var schedule: Schedule
        var results: [Int: NodeResult] = [:]
        var index: [Int: Int]
        /// Why nothing begins any more.
        var stop: String?
        /// What is interrupted when the run stops.
        var connections: [Connection] = []
    }

    init(_ runner: Runner, order: RunOrder, fullRefresh: Bool) throws(PipelineError) {
        self.runner = runner
        self.order = order
        engine = Engine(runner.connection)
        files = try ProjectFiles(directory: runner.project.directory, folders: [])
        var session = runner.session(fullRefresh: fullRefresh)
        session.selected = Set(order.places.map { runner.project.nodes[$0].id })
        self.session = session
        var index: [Int: Int] = [:]
        for (place, node) in order.places.enumerated() { index[node] = place + 1 }
        state = Mutex(
            State(
                schedule: Schedule(graph: order.graph, order: order.places), index: index,
                connections: [runner.connection]))
    }

    private var project: Project { runner.project }

    func perform() throws(PipelineError) -> RunReport {
        let start = runner.options.now()
        runner.options.stop?.connect { [weak self] in self?.interrupt() }
        defer { runner.options.stop?.connect(nil) }
        for warning in project.warnings { runner.onEvent(.warning(warning)) }
        runner.onEvent(
            .started(
                count: order.places.count,
                unitTests: order.places.count { project.nodes[$0].kind == .unitTest }))
        var hooks: (before: [NodeResult], after: [NodeResult]) = ([], [])
        if !order.places.isEmpty {
            try createSchemas()
            hooks.before = runHooks(\.onRunStart, key: "on-run-start", results: [])
            if project.file.stopsAfterFailedStart,
                hooks.before.contains(where: { $0.status == .error })
            {
                state.withLock { $0.stop = "because a hook of on-run-start failed" }
            }
            try runNodes()
            if !isStopped {
                hooks.after = runHooks(\.onRunEnd, key: "on-run-end", results: results)
            }
        }
        var report = RunReport(
            results: hooks.before + results + hooks.after,
            duration: runner.options.now() - start)
        report.wasStopped = isStopped
        runner.onEvent(.finished(report))
        return report
    }

    private var isStopped: Bool { runner.options.stop?.isRequested == true }

    /// Ends what runs and wakes who waits.
    private func interrupt() {
        for connection in state.withLock({ $0.connections }) { connection.interrupt() }
        somethingEnded.lock()
        somethingEnded.broadcast()
        somethingEnded.unlock()
    }

    /// What has ended, in the order of the run.
    private var results: [NodeResult] {
        let ended = state.withLock { $0.results }
        return order.places.compactMap { ended[$0] }
    }

    private func createSchemas() throws(PipelineError) {
        var made: Set<String> = []
        for place in order.places {
            let node = project.nodes[place]
            // Whose config says nothing that can be, fails alone, later.
            guard let schema = try? node.schemaToMake(storesFailures: session.storeFailures) else {
                continue
            }
            guard made.insert(schema.key).inserted else { continue }
            do {
                try createSchema(schema)
            } catch {
                throw error.located(file: node.file, node: node.name)
            }
        }
    }

    /// By the project's own macro, where it has one.
    private func createSchema(_ schema: Relation) throws(PipelineError) {
        let name = "create_schema"
        guard session.macros.isReplaced(name, for: project.name),
            let macro = session.macros.find(name, for: project.name)
        else { return try engine.createSchema(of: schema) }
        let scope = RenderScope(
            session: session, subject: Subject(), mode: .execute(runner.execution(engine)))
        defer { scope.finish() }
        _ = try scope.call(macro, [.object(RelationObject(schema))])
        engine.forget()
    }

    // MARK: Workers

    /// Works on the calling thread, and on as many more as the options say.
    private func runNodes() throws(PipelineError) {
        let count = max(1, min(runner.options.threads, order.places.count))
        let workers = Workers()
        for number in 1..<count {
            let connection = try runner.profile.connect(to: runner.connection.database)
            state.withLock { $0.connections.append(connection) }
            let engine = Engine(connection, sharing: engine)
            workers.start { [self] in work(engine, number: number + 1) }
        }
        work(engine, number: 1)
        workers.wait()
    }

    /// Takes nodes until all have ended.
    private func work(_ engine: Engine, number: Int) {
        let worker = Worker(runner, engine, session, files, number: number)
        while let step = nextStep() {
            var result: NodeResult
            if let cause = step.cause {
                result = NodeResult(step.node, .skipped, message: "")
                result.cause = cause
                result.thread = "Thread-\(number)"
            } else {
                runner.onEvent(
                    .nodeStarted(
                        id: step.node.id, name: step.node.name, index: step.index,
                        count: order.places.count))
                result = worker.perform(step.node)
            }
            finish(step, result)
        }
    }

    private struct Step {
        let place: Int
        let node: Node
        let index: Int
        /// Why it is skipped.
        let cause: String?
    }

    /// The next node, waiting for one while others run; nil when all have ended.
    private func nextStep() -> Step? {
        somethingEnded.lock()
        defer { somethingEnded.unlock() }
        while true {
            if isStopped { return nil }
            let (step, left) = state.withLock { state -> (Step?, Int) in
                guard let place = state.schedule.next() else { return (nil, state.schedule.left) }
                let cause =
                    state.stop
                    ?? state.schedule.causes[place].map { self.cause(named: $0) }
                return (
                    Step(
                        place: place, node: project.nodes[place], index: state.index[place] ?? 0,
                        cause: cause), state.schedule.left
                )
            }
            if let step { return step }
            if left == 0 { return nil }
            somethingEnded.wait()
        }
    }

    private func cause(named place: Int) -> String {
        let node = project.nodes[place]
        return node.isTest
            ? "because the test '\(node.name)' failed"
            : "because '\(node.name)' failed or was skipped"
    }

    private func finish(_ step: Step, _ result: NodeResult) {
        let hasFailed = result.hasFailed
        let isInterrupted = result.error?.code == .interrupted
        let stopped = state.withLock { state -> [Connection] in
            state.results[step.place] = result
            state.schedule.end(step.place, hasFailed ? .failed : .done)
            guard state.stop == nil, isInterrupted || (hasFailed && runner.options.failFast) else {
                return []
            }
            state.stop = isInterrupted ? "because the run was stopped" : "Skipping due to fail_fast"
            return isInterrupted ? state.connections : []
        }
        for connection in stopped { connection.interrupt() }
        runner.onEvent(
            .nodeFinished(result, index: step.index, count: order.places.count))
        somethingEnded.lock()
        somethingEnded.broadcast()
        somethingEnded.unlock()
    }
}

/// Threads with room for deep templates, and the wait for all of them.
private struct Workers {
    private let group = DispatchGroup()
    /// As the main thread has.
    private static let stackBytes = 8 << 20

    func start(_ body: @escaping @Sendable () -> Void) {
        group.enter()
        let group = group
        let job = Job(body)
        let thread = Thread {
            job.perform()
            group.leave()
        }
        thread.stackSize = Self.stackBytes
        thread.start()
    }

    func wait() { group.wait() }

    /// What a thread does, let go of when it is done. What the thread's own closure holds goes
    /// only while the thread ends, after its thread-local values, and DuckDB, which has some,
    /// must not be closed there.
    private final class Job: Sendable {
        private let body: Mutex<(@Sendable () -> Void)?>

        init(_ body: @escaping @Sendable () -> Void) { self.body = Mutex(body) }

        func perform() {
            let body = body.withLock { body in
                defer { body = nil }
                return body
            }
            body?()
        }
    }
}
