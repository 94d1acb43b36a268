/// What a run did, node by node.
public struct RunReport: Sendable {
    /// The hooks of `on-run-start`, the nodes in their order, the hooks of `on-run-end`. The order
    /// is the same whichever thread was faster.
    public let results: [NodeResult]
    public let duration: Duration
    /// Whether it was ended from outside, before all of it was done.
    public var wasStopped = false

    /// The hooks of the run itself that failed.
    public var errors: [PipelineError] {
        results.filter { $0.kind == .operation }.compactMap(\.error)
    }

    /// How many nodes ended in a status.
    public func count(_ status: NodeResult.Status) -> Int {
        results.count { $0.status == status }
    }

    /// Whether nothing failed; warnings and nothing at all to do count as well.
    public var succeeded: Bool {
        !wasStopped && !results.contains(where: \.hasFailed)
    }

    /// The result of the node of a name.
    public subscript(name: String) -> NodeResult? { results.first { $0.name == name } }

    /// The closing line, as dbt words it.
    public var summary: String {
        let passed = count(.success) + count(.pass)
        return "Done. PASS=\(passed) WARN=\(count(.warn)) ERROR=\(count(.error) + count(.fail)) "
            + "SKIP=\(count(.skipped)) NO-OP=\(count(.noOp)) REUSED=0 TOTAL=\(results.count)"
    }
}

extension RunReport {
    /// What compiling made, as a report: every node a success that built nothing.
    public init(compiled: [CompiledNode], of project: Project) {
        let results = compiled.compactMap { compiled -> NodeResult? in
            guard let node = project.node(compiled.id) else { return nil }
            var result = NodeResult(node, .success, message: "")
            if node.kind != .seed { result.compiledCode = compiled.sql }
            return result
        }
        self.init(results: results, duration: .zero)
    }
}

/// What became of one node.
public struct NodeResult: Sendable {
    /// How it ended.
    ///
    /// The raw values are dbt's.
    public enum Status: String, Sendable, CaseIterable {
        /// A model or seed was built.
        case success
        /// A test found nothing.
        case pass
        /// A test found rows and only warns.
        case warn
        /// A test found rows.
        case fail
        /// It could not be run.
        case error
        /// It was not run because something it depends on failed.
        case skipped
        /// There was nothing to do.
        case noOp = "no-op"
        /// The freshness of a source could not be asked.
        case runtimeError = "runtime error"
        /// Some batches of a microbatch model were built, and others were not.
        case partialSuccess = "partial success"
    }

    public let id: String
    public let name: String
    public let kind: Node.Kind
    public let materialization: Materialization
    /// What was built; nil for tests.
    public let relation: Relation?
    public let status: Status
    /// Rows written: of a table or seed all, of an incremental model those inserted or changed;
    /// of a test the rows found. Nil for views.
    public internal(set) var rows: Int?
    /// By how many rows an incremental model's table has grown; the rows of a new one.
    public internal(set) var rowsAdded: Int?
    public internal(set) var duration: Duration = .zero
    /// What dbt says of it: `OK`, what a test found, the error; empty where dbt says nothing.
    public let message: String
    public var error: PipelineError?
    /// Why it was skipped.
    public var cause: String?
    /// When it was compiled and when it ran.
    public var timing = NodeTiming()
    /// The thread that ran it: `Thread-1`…
    public var thread = "Thread-1"
    /// What the database answered; nil for what failed or was skipped.
    public var response: AdapterResponse?
    /// How many rows a test found, where that made it fail or warn; 0 where it passed.
    public var failures: Int?
    /// The SQL with the ephemeral models it uses in front; nil for seeds and what did not compile.
    public var compiledCode: String?
    /// The batches of a microbatch model.
    public var batches: BatchResults?
}

extension NodeResult {
    /// Whether what depends on it cannot be built.
    var hasFailed: Bool { [.error, .fail, .partialSuccess].contains(status) }

    init(_ node: Node, _ status: Status, message: String, error: PipelineError? = nil) {
        self.init(
            id: node.id, name: node.name, kind: node.kind, materialization: node.materialization,
            relation: node.isTest ? nil : node.relation, status: status, message: message,
            error: error)
    }
}
