import Foundation
import Hashing

/// Drafts on their way into a store: hashed, identified, in order, and each with the other ids that
/// it may be kept under already.
struct Telling: Sendable {
    /// The call that tells them; see `MemoryRecord.telling`.
    let number: UUID?
    private let drafts: [MemoryDraft]
    private let hashes: [String]
    /// When each is told. They follow each other by a microsecond, so that the order is kept.
    private var moments: [Moment]
    private(set) var ids: [UUID] = []
    private var others: [[UUID]] = []
    /// Those that were found to be kept already.
    private(set) var isKnown: [Bool]
    private var byOrigin: [String: UUID] = [:]
    /// Of contents that are marked as recalled: who said them first here.
    private var firstSaid: [String: UUID] = [:]

    init(_ drafts: [MemoryDraft], now: Moment, number: UUID? = nil) {
        self.drafts = drafts
        self.number = number
        hashes = drafts.map { SHA256.hexadecimal($0.content) }
        moments = drafts.indices.map { now.adding(Int64($0)) }
        isKnown = drafts.map { _ in false }
        for at in drafts.indices {
            let identity = identity(at)
            var possible = [identity.id]
            // What happens as it is told was told by no earlier program.
            if drafts[at].time != .now, let earlier = identity.earlierID {
                possible.append(earlier)
            }
            if drafts[at].keepsOriginID, let kept = drafts[at].originID.flatMap(UUID.init) {
                possible.removeAll { $0 == kept }
                possible.insert(kept, at: 0)
            }
            ids.append(possible[0])
            others.append(Array(possible.dropFirst()))
        }
        nameOrigins()
    }

    var count: Int { drafts.count }

    /// Ids to look up before anything is kept. What has one id only is found where it is inserted.
    var doubtful: [UUID] {
        drafts.indices.flatMap { others[$0].isEmpty ? [] : [ids[$0]] + others[$0] }
    }

    /// Whether all of them happen as they are told, which makes them almost certainly new.
    func isOfNow(_ range: Range<Int>) -> Bool {
        range.allSatisfy { drafts[$0].time == .now && others[$0].isEmpty && !isKnown[$0] }
    }

    /// All ids that each may have.
    var possible: [[UUID]] { zip(ids, others).map { [$0] + $1 } }

    /// Settles under which id each is kept.
    ///
    /// - Parameter kept: what is there of the doubtful ones.
    mutating func settle(_ kept: [UUID: KeptMemory]) {
        for at in drafts.indices where !others[at].isEmpty {
            let possible = [ids[at]] + others[at]
            let (draft, hash) = (drafts[at], hashes[at])
            if let id = possible.first(where: { kept[$0]?.isSame(as: draft, hash) ?? false }) {
                ids[at] = id
                isKnown[at] = true
            } else if kept[ids[at]] != nil {
                // Somebody else's memory has the id that it says it had.
                ids[at] = identity(at).id
            }
        }
        nameOrigins()
    }

    /// Those of some that happen as they are told and met a memory that was told at the very same
    /// moment: each is told a moment later instead.
    mutating func postpone(_ range: Range<Int>, stored: Set<UUID>, by microseconds: Int64)
        -> [Int]
    {
        let met = range.filter { at in
            drafts[at].time == .now && !isKnown[at] && !stored.contains(ids[at])
        }
        for at in met {
            moments[at] = moments[at].adding(microseconds)
            ids[at] = identity(at).id
        }
        return met
    }

    func record(_ at: Int) -> MemoryRecord {
        let draft = drafts[at]
        let told = draft.recordedAt ?? moments[at]
        return MemoryRecord(
            id: ids[at], namespace: draft.namespace, content: draft.content,
            contentHash: hashes[at], role: draft.role, speaker: draft.speaker,
            sessionID: draft.sessionID, context: draft.context, tags: draft.tags,
            metadata: draft.metadata, occurredAt: draft.eventTime(toldAt: told),
            recordedAt: told, parentID: named(draft.parentOriginID, but: at),
            chunkIndex: draft.chunkIndex, timeSource: draft.timeSource,
            repeats: draft.repeats ?? named(draft.repeatsOriginID, but: at) ?? echoed(at),
            supersedes: draft.supersedes ?? named(draft.supersedesOriginID, but: at),
            sourceFile: draft.sourceFile, telling: number)
    }

    /// The records of some that are not known yet.
    func records(_ range: some Sequence<Int>) -> [MemoryRecord] {
        range.filter { !isKnown[$0] }.map(record)
    }

    // MARK: parts

    private func identity(_ at: Int) -> MemoryIdentity {
        let draft = drafts[at]
        return MemoryIdentity(
            namespace: draft.namespace, session: draft.sessionID,
            time: draft.identityTime(toldAt: moments[at]), contentHash: hashes[at],
            speaker: draft.speaker, role: draft.role, file: draft.sourceFile,
            occurrence: draft.occurrence)
    }

    private mutating func nameOrigins() {
        byOrigin = [:]
        firstSaid = [:]
        let recalled = Set(drafts.indices.filter { drafts[$0].isRecalled })
        let wanted = Set(recalled.map { hashes[$0] })
        for (at, draft) in drafts.enumerated() {
            if let origin = draft.originID { byOrigin[origin] = ids[at] }
            guard wanted.contains(hashes[at]), !recalled.contains(at) else { continue }
            let key = draft.namespace + "\0" + hashes[at]
            if firstSaid[key] == nil { firstSaid[key] = ids[at] }
        }
    }

    private func named(_ origin: String?, but at: Int) -> UUID? {
        let id = origin.flatMap { byOrigin[$0] ?? UUID(uuidString: $0) }
        return id == ids[at] ? nil : id
    }

    private func echoed(_ at: Int) -> UUID? {
        firstSaid.isEmpty || !drafts[at].isRecalled
            ? nil : firstSaid[drafts[at].namespace + "\0" + hashes[at]]
    }
}

/// What tells whether a memory that is kept is the same as one that is told.
struct KeptMemory: Sendable {
    var namespace: String
    var contentHash: String
    var role: String?
    var speaker: String?

    func isSame(as draft: MemoryDraft, _ hash: String) -> Bool {
        contentHash == hash && namespace.utf8.elementsEqual(draft.namespace.utf8)
            && (role ?? "").utf8.elementsEqual((draft.role ?? "").utf8)
            && (speaker ?? "").utf8.elementsEqual((draft.speaker ?? "").utf8)
    }
}
