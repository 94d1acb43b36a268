internal import Foundation
internal import Synchronization

/// What exists in the database: asked once, and shared by the connections of a run.
final class KnownRelations: Sendable {
    private let known = Mutex<Contents?>(nil)
    /// Held while a table with keys is built: what refers to another table changes that one, too.
    let keys = NSLock()

    struct Contents: Sendable {
        /// Tables and views by ``Relation/key``.
        var relations: [String: Relation] = [:]
        /// Schemas by the key of a relation without identifier.
        var schemas: Set<String> = []
    }

    /// Forgets all, so that the next question asks the database.
    func forget() { known.withLock { $0 = nil } }

    /// What is known; asks where nothing is.
    func contents(
        _ ask: () throws(PipelineError) -> Contents
    ) throws(PipelineError) -> Contents {
        if let contents = known.withLock({ $0 }) { return contents }
        let contents = try ask()
        known.withLock { $0 = contents }
        return contents
    }

    /// Takes over what a transaction has changed: relations that came, and nil for what went.
    func note(_ changes: [String: Relation?]) {
        known.withLock { contents in
            for (key, relation) in changes { contents?.relations[key] = relation }
        }
    }

    func note(schema key: String) { known.withLock { _ = $0?.schemas.insert(key) } }
}
