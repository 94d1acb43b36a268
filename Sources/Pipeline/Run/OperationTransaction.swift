internal import Synchronization

/// The transaction of macros that do their own, as dbt has it: `statement()` begins one,
/// `run_query()` does not, and what the macro itself does not commit is not kept.
final class OperationTransaction: Sendable {
    private let engine: Engine
    private let isBegun = Mutex(false)

    init(_ engine: Engine) { self.engine = engine }

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
