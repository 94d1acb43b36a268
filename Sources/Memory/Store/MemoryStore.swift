public import Foundation

/// Where memories, their vectors and their accesses are kept: a DuckDB file or a PostgreSQL
/// database. Both pass the same tests (StoreSuite).
///
/// What `remember` returns is on disk. Raw memories are never changed; only `erase` takes one away.
/// Calls block; run them where blocking is allowed.
public protocol MemoryStore: AnyObject, Sendable {
    /// Where, for a person: a file, or a server's address without its password.
    var place: String { get }
    /// Whether memories can only be read: then accesses are not recorded.
    var isReadOnly: Bool { get }

    /// Keeps what is told. When this returns, what it calls `stored` is on disk. A batch is kept
    /// whole or not at all.
    ///
    /// - Parameters:
    ///   - now: when it is told. Drafts follow each other by a microsecond, so that the order of
    ///     telling is kept. What happens as it is told is always a memory of its own.
    ///   - telling: the number of this call, by which `undo` finds what it told.
    ///   - progress: called with how many are kept and how many there are.
    func remember(
        _ drafts: [MemoryDraft], now: Moment, telling: UUID?, progress: (Int, Int) -> Void
    ) throws(MemoryError) -> [Remembered]

    /// The memory with this content (see `EchoForms`) in a namespace, no repetition itself, that a
    /// recall has returned since `since`, the last recalled; nil for `since`: with this very
    /// content, recalled or not, the latest.
    func recalledMemory(content: String, namespace: String, since: Moment?) throws(MemoryError)
        -> UUID?
    /// The files whose lines without certain times are kept in the namespaces of some lines, with
    /// how much of each is among these.
    ///
    /// - Parameter lines: how often each is told.
    func files(sharing lines: [UntimedLine: Int]) throws(MemoryError) -> [KeptFile]
    /// What only says a memory again: how many there are, and when the last was told.
    func repetitions(of id: UUID) throws(MemoryError) -> (count: Int, last: Moment?)

    /// One memory, or nil where the namespace has none of this id.
    func memory(_ id: UUID, namespace: String) throws(MemoryError) -> MemoryRecord?
    /// Several memories in the order of `ids`; those the namespace does not have are left out.
    func memories(_ ids: [UUID], namespace: String) throws(MemoryError) -> [MemoryRecord]
    /// Ids that begin with these hexadecimal digits (hyphens may be left out), at most ten.
    func ids(beginningWith prefix: String, namespace: String) throws(MemoryError) -> [UUID]
    /// Calls `body` with every memory, by event time; of one namespace, or of all.
    func forEachMemory(namespace: String?, _ body: (MemoryRecord) throws -> Void)
        throws(MemoryError)

    /// A page of a list of memories; repetitions are left out.
    func page(_ listing: MemoryListing) throws(MemoryError) -> MemoryPage
    /// A page of the sessions there are, the latest first.
    func sessions(_ listing: SessionListing) throws(MemoryError) -> SessionPage
    /// The memories that a filter fits.
    func ids(matching filter: MemoryFilter, namespace: String) throws(MemoryError) -> Set<UUID>

    /// What was said of the memories of a namespace later.
    func marks(namespace: String) throws(MemoryError) -> MemoryMarks
    /// The tags that were given later, by memory; of one namespace, or of all.
    func laterTags(namespace: String?) throws(MemoryError) -> [UUID: [String]]
    /// Gives a memory tags; it stays as it was told.
    func tag(_ id: UUID, namespace: String, with names: [String], at moment: Moment)
        throws(MemoryError)
    /// Takes away tags that were given later.
    ///
    /// - Returns: how many of them it had.
    func untag(_ id: UUID, namespace: String, from names: [String]) throws(MemoryError) -> Int
    /// Pins a memory, so that it does not fade, or lets it go.
    func pin(_ id: UUID, namespace: String, _ isPinned: Bool, at moment: Moment)
        throws(MemoryError)

    /// The passages of notes that are kept in a namespace.
    func passagesOfNotes(namespace: String) throws(MemoryError) -> [KeptPassage]
    /// Writes down what an import found out about passages of notes.
    func note(_ findings: [NoteFinding], telling: UUID?) throws(MemoryError)
    /// What was replaced without being named by what replaced it; of one namespace, or of all.
    func replacements(namespace: String?) throws(MemoryError) -> [UUID: UUID]

    /// The last call that told something in a namespace.
    func lastTelling(namespace: String) throws(MemoryError) -> LastTelling?
    /// Takes back what a call told and nobody told again.
    func undo(_ telling: LastTelling, at moment: Moment, receipt: () -> UUID) throws(MemoryError)
    /// Which of some ids were erased on request.
    func erased(among ids: [UUID]) throws(MemoryError) -> Set<UUID>

    /// Records that recalls returned memories: recalling strengthens.
    func recordAccesses(_ accesses: [PendingAccess]) throws(MemoryError)
    /// The accesses of memories, by memory; of one namespace, or of all.
    func accesses(namespace: String?) throws(MemoryError) -> [UUID: [MemoryAccess]]

    /// The namespaces there are, with how many memories each has.
    func namespaces() throws(MemoryError) -> [(name: String, memories: Int)]
    /// Counts of one namespace, or of all.
    func counts(namespace: String?, model: String) throws(MemoryError) -> StoreCounts
    /// What the store takes on disk.
    func bytes() throws(MemoryError) -> Int

    /// How many memories have no vector of a model yet.
    func countWithoutEmbedding(model: String) throws(MemoryError) -> Int
    /// Up to `limit` memories that have no vector of a model yet, those told first.
    func withoutEmbedding(model: String, limit: Int) throws(MemoryError) -> [(UUID, String)]
    /// Keeps vectors of a model; a memory erased meanwhile gets none.
    func keep(_ made: MadeVectors, model: String) throws(MemoryError)

    /// Up to `limit` memories of which sleep has made no readings, those told first, each with what
    /// was said before it in its session.
    ///
    /// - Parameters:
    ///   - model: the name under which the vectors of readings are kept.
    ///   - place: those told before and the memory itself are done with.
    func withoutReadings(model: String, after place: TellingPlace, limit: Int)
        throws(MemoryError) -> [Unread]
    /// Keeps the vectors of readings; a memory erased meanwhile gets none.
    func keep(readings: PassageVectors, model: String) throws(MemoryError)
    /// The last memory that has readings.
    func lastRead(model: String) throws(MemoryError) -> TellingPlace?

    /// Deletes a memory, its vectors and accesses, and writes down that it was erased, in one
    /// transaction. Parts of it (`parent_id`) stay and lose their parent's id.
    func erase(_ memory: MemoryRecord, receipt: UUID, at moment: Moment, digest: String)
        throws(MemoryError) -> [ErasureReceipt.Removal]
    /// Rows that still name a memory, by table.
    func traces(of id: UUID) throws(MemoryError) -> [ErasureReceipt.Removal]
    /// A memory whose salted content has this digest.
    func memoryMatching(digest: String, salt: String) throws(MemoryError) -> UUID?

    /// Memories of a namespace by the inner product of their vectors with one, computed exactly by
    /// the store itself; the nearest first.
    func nearest(to vector: [Float], namespace: String, model: String, limit: Int)
        throws(MemoryError) -> [(id: UUID, similarity: Double)]

    /// Builds the index of a namespace out of what the store holds.
    ///
    /// - Parameter model: whose vectors to load; others do not fit its questions.
    func loadIndex(namespace: String, model: String, dimensions: Int) throws(MemoryError)
        -> RecallIndex
    /// Brings an index up to date with what was written meanwhile, by whomever.
    ///
    /// What sleep made is not the store's: where that has changed, it says so.
    func refresh(_ index: inout RecallIndex, model: String) throws(MemoryError) -> IndexFreshness

    /// How often this process has begun to write; nil where `refresh` finds what was written.
    var writings: UInt64? { get }
}

/// A memory that has no readings yet.
public struct Unread: Sendable {
    var place: TellingPlace
    var content: String
    /// What was said right before it in its session.
    var before: String?
}

/// Where a memory stands in the order of telling.
public struct TellingPlace: Sendable {
    var recordedAt: Moment
    var id: UUID

    static let start = TellingPlace(
        recordedAt: .earliest, id: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
}

/// What an index is after it was brought up to date.
public enum IndexFreshness: Sendable {
    case current
    /// Sleep has made something that is not in it.
    case sleptMeanwhile
    /// It has to be loaded anew.
    case stale
}

extension MemoryStore {
    /// Keeps vectors of short memories.
    ///
    /// - Parameter vectors: one after another, as many as ids.
    public func keep(vectors: [Float], of ids: [UUID], model: String) throws(MemoryError) {
        try keep(MadeVectors(ids: ids, vectors: vectors), model: model)
    }

    public func remember(
        _ drafts: [MemoryDraft], now: Moment, progress: (Int, Int) -> Void = { _, _ in }
    ) throws(MemoryError) -> [Remembered] {
        try remember(drafts, now: now, telling: nil, progress: progress)
    }
}

/// What became of something told.
public struct Remembered: Sendable, Hashable {
    public enum Outcome: String, Sendable {
        /// Kept, and on disk.
        case stored
        /// Known already, word for word, speaker, time and place: nothing was added.
        case known
        /// Kept as a repetition of what was recalled, not as a new experience.
        case echo
    }

    /// The memory that is kept, now or before.
    public let id: UUID
    public let outcome: Outcome
    /// What an echo repeats.
    public let repeats: UUID?
    /// The memory as it is kept, where it is `stored`.
    public let record: MemoryRecord?

    public init(id: UUID, outcome: Outcome, repeats: UUID? = nil, record: MemoryRecord? = nil) {
        self.id = id
        self.outcome = outcome
        self.repeats = repeats
        self.record = record
    }
}

/// How many of what a store holds.
public struct StoreCounts: Sendable, Hashable {
    public var memories = 0
    public var withoutEmbedding = 0
    public var sessions = 0
    public var speakers = 0
    public var accesses = 0
    public var earliest: Moment?
    public var latest: Moment?
}

/// One recall and what it returned, not yet written down.
public struct PendingAccess: Sendable {
    var recall: UUID
    var namespace: String
    /// The best first.
    var memories: [UUID]
    var at: Moment
}
