internal import Synchronization

/// The transaction of macros that do their own, as dbt has it: `statement()` begins one,
/// `run_query()` does not, and what the macro itself does not commit is not kept.
final class OperationTransaction: Sendable {
    private let engine: Engine
    private let isBegun = Mutex(false)
    /// The schemas whose relations are known; nil: all are.
    private let listed: Mutex<Set<String>?>

    /// - Parameter knowsRelations: whether what is in the database was asked before the macro, as in
    ///   a run. Else the first question for a schema's relations is a statement of the macro's.
    init(_ engine: Engine, knowsRelations: Bool) {
        self.engine = engine
        listed = Mutex(knowsRelations ? nil : [])
    }

    /// Begins it where a schema's relations are asked for the first time.
    func beginListing(_ relation: Relation) throws(PipelineError) {
        let isNew = listed.withLock { $0?.insert(relation.schemaKey).inserted ?? false }
        if isNew { try begin() }
    }

    /// What makes or drops a schema is kept, with all that came before.
    func keepingSchemas<T>(_ body: () throws(PipelineError) -> T) throws(PipelineError) -> T {
        if listed.withLock({ $0 == nil }) { return try body() }
        try begin()
        let answer = try body()
        try commit()
        return answer
    }

    /// Begins it; only the first call does.
    func begin() throws(PipelineError) {
        let isFirst = isBegun.withLock { isBegun in
            defer { isBegun = true }
            return !isBegun
        }
        if isFirst { _ = try engine.query("begin transaction") }
    }

    /// Keeps what was done; where nothing was begun, or the macro itself has ended it, there is
    /// nothing to keep.
    func commit() throws(PipelineError) {
        let wasBegun = isBegun.withLock { isBegun in
            defer { isBegun = false }
            return isBegun
        }
        guard wasBegun else { return }
        defer { engine.forget() }
        do throws(PipelineError) {
            _ = try engine.query("commit")
        } catch {
            guard error.message.contains("no transaction is active") else { throw error }
        }
    }

    /// Takes back what was not committed.
    func end() {
        guard isBegun.withLock({ $0 }) else { return }
        // Where the macro has ended it, there is nothing to take back.
        _ = try? engine.query("rollback")
        engine.forget()
    }
}
