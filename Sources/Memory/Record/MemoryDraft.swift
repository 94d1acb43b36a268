public import Foundation
import JSON

/// What somebody tells, before it has an id.
public struct MemoryDraft: Sendable, Hashable {
    public var namespace: String
    public var content: String
    public var role: String?
    public var speaker: String?
    public var sessionID: String?
    public var context: String?
    public var tags: [String] = []
    /// A JSON object, as text.
    public var metadata: String?
    public var time: EventTime
    /// When it was told; nil: when it is written.
    public var recordedAt: Moment?
    /// The id it had where it comes from, for parents and accesses of the same import.
    public var originID: String?
    public var parentOriginID: String?
    public var chunkIndex: Int?
    public var accesses: [Access] = []
    /// The memory this one only says again, as an agent repeats what it recalled; such a memory is
    /// kept, and neither ranked nor slept on.
    public var repeats: UUID?
    /// The memory this one corrects, which stays as history.
    public var supersedes: UUID?
    /// The same two where an import names them by their ids there.
    public var repeatsOriginID: String?
    public var supersedesOriginID: String?
    /// Further memories that it stands for now, as when two passages of a note become one.
    public var alsoSupersedes: [UUID] = []
    /// Where an export names what stands in its place, without that naming it.
    public var replacedByOriginID: String?
    /// The note that it is a passage of.
    public var note: NotePlace?
    /// Which of those that are the same in everything else it is, from 0, within its file or talk.
    public var occurrence = 0
    /// The file it was told in, where neither a time nor anything else tells it from another's.
    public var sourceFile: String?
    /// Whether `originID` is an id that this engine gave it: then it keeps that.
    public var keepsOriginID = false
    /// Tags that were given later, and whether it was pinned or let go, where it comes from.
    public var laterTags: [String] = []
    public var isPinned: Bool?

    /// When it happened, and how we know.
    public enum EventTime: Sendable, Hashable {
        /// The source says so: part of the memory's identity.
        case stated(Moment)
        /// Concluded (a file's date): kept, but the same text at another such time is the same
        /// memory, so that importing a touched file again adds nothing.
        case inferred(Moment)
        /// Not known: the moment it is told (nil: now) stands for it, and is no part of the
        /// identity.
        case unknown(Moment?)
        /// It happens as it is told.
        case now
    }

    /// An access that came along with an import.
    public struct Access: Sendable, Hashable {
        public var recallID: String
        public var rank: Int
        public var accessedAt: Moment

        public init(recallID: String, rank: Int, accessedAt: Moment) {
            self.recallID = recallID
            self.rank = rank
            self.accessedAt = accessedAt
        }
    }

    public init(namespace: String, content: String, time: EventTime) {
        self.namespace = namespace
        self.content = content
        self.time = time
    }
}

extension MemoryDraft {
    /// Whether it is marked as something that was recalled: by `"recalled": true` in the metadata.
    public var isRecalled: Bool {
        guard let metadata, metadata.contains("recalled") else { return false }
        return (try? JSON.parse(metadata))?["recalled"] == true
    }

    /// Whether it comes in the voice of a program: what such a voice says may be what it recalled.
    var isProgramsVoice: Bool { role.map(["assistant", "tool", "system"].contains) ?? false }

    /// The time that is part of the identity, nil where none is certain.
    func identityTime(toldAt now: Moment) -> Moment? {
        switch time {
        case .stated(let moment): moment
        case .now: now
        case .inferred, .unknown: nil
        }
    }

    func eventTime(toldAt now: Moment) -> Moment {
        switch time {
        case .stated(let moment), .inferred(let moment): moment
        case .unknown(let moment): moment ?? now
        case .now: now
        }
    }

    var timeSource: TimeSource {
        switch time {
        case .stated, .now: .stated
        case .inferred: .inferred
        case .unknown: .unknown
        }
    }
}
