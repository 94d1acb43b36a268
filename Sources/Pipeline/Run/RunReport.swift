/// What a run did, node by node.
public struct RunReport: Sendable {
    /// The nodes in the order they ran.
    public let results: [NodeResult]
    /// The hooks of the run itself that failed.
    public let errors: [PipelineError]
    public let duration: Duration

    /// How many nodes ended in a status.
    public func count(_ status: NodeResult.Status) -> Int {
        results.count { $0.status == status }
    }

    /// Whether nothing failed; warnings and nothing at all to do count as well.
    public var succeeded: Bool {
        errors.isEmpty && !results.contains { $0.status == .error || $0.status == .fail }
    }

    /// The result of the node of a name.
    public subscript(name: String) -> NodeResult? { results.first { $0.name == name } }

    /// The closing line, as dbt words it.
    public var summary: String {
        let passed = count(.success) + count(.pass)
        return "Done. PASS=\(passed) WARN=\(count(.warn)) ERROR=\(count(.error) + count(.fail)) "
            + "SKIP=\(count(.skipped)) TOTAL=\(results.count)"
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
    public let rows: Int?
    /// By how many rows an incremental model's table has grown; the rows of a new one.
    public let rowsAdded: Int?
    public let duration: Duration
    /// What happened in a few words, or the error.
    public let message: String
    public let error: PipelineError?
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
}
