internal import Foundation
internal import Synchronization

/// What exists in the database: asked once, and shared by the connections of a run.
///
/// Several connections change it and ask at the same time: an answer that was on its way while
/// something changed is good for who asked, and is not kept for the others.
final class KnownRelations: Sendable {
    private let state = Mutex(State())
    /// Held while a table with keys is built: what refers to another table changes that one, too.
    let keys = NSLock()

    struct Contents: Sendable {
        /// Tables and views by ``Relation/key``.
        var relations: [String: Relation] = [:]
        /// Schemas by the key of a relation without identifier.
        var schemas: Set<String> = []
    }

    private struct State {
        var contents: Contents?
        /// Grows with each change.
        var version = 0
    }

    /// What is known, without asking.
    var present: Contents? { state.withLock(\.contents) }

    /// Forgets all, so that the next question asks the database.
    func forget() {
        state.withLock { state in
            state.contents = nil
            state.version += 1
        }
    }

    /// What is known; asks where nothing is.
    ///
    /// - Parameter ask: asks the database as it is now: not in a transaction that has begun before.
    func contents(
        _ ask: () throws(PipelineError) -> Contents
    ) throws(PipelineError) -> Contents {
        let (present, version) = state.withLock { ($0.contents, $0.version) }
        if let present { return present }
        let contents = try ask()
        state.withLock { state in
            if state.version == version { state.contents = contents }
        }
        return contents
    }

    /// Takes over what a transaction has changed: relations that came, and nil for what went.
    func note(_ changes: [String: Relation?]) {
        state.withLock { state in
            for (key, relation) in changes { state.contents?.relations[key] = relation }
            state.version += 1
        }
    }

    func note(schema key: String) {
        state.withLock { state in
            _ = state.contents?.schemas.insert(key)
            state.version += 1
        }
    }
}
