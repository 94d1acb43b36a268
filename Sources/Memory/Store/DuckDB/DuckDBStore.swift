import DuckDB
import Foundation
import Synchronization

/// Memories, embeddings and accesses in a DuckDB file, attached as `source_memories`.
public final class DuckDBStore: MemoryStore {
    let access: FileAccess
    /// How often `remember` has begun to write.
    let begun = Atomic<UInt64>(0)
    let clock = TellingClock()
    /// Calls of `remember` that several threads make at once.
    let tellings = CommitGroup<TellingBatch>()
    let knownMarks = KnownMarks()
    let knownRecords = KnownRecords()
    /// For whoever is inside `access.writing` already.
    var connection: Connection { access.writer }
    var file: String { access.home.storeFile.path }
    public var isReadOnly: Bool { access.isReadOnly }

    /// Whether what is told goes through the log: worth it for a process that is told much.
    let isLogging: Bool

    init(_ access: FileAccess, isLogging: Bool = false) {
        self.access = access
        self.isLogging = isLogging && !access.isReadOnly
    }

    public var place: String { file }

    public var writings: UInt64? { begun.load(ordering: .acquiring) }

    public func bytes() -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        return (attributes?[.size] as? Int) ?? 0
    }
}
