import Foundation
import JSON

/// Reads long conversations in the shape of LoCoMo (Maharana et al. 2024): `session_1`,
/// `session_2`… with a `session_N_date_time`, each turn with `speaker`, `text` and `dia_id`.
struct Conversation {
    /// What the file calls it; the first is `conversation-1` where it has no name.
    let name: String
    private let sessions: [(name: String, time: String?, turns: [JSON])]
    /// A session that cannot be read as one.
    private let strange: (name: String, kind: String)?
    /// The questions that came with it.
    let questions: [JSON]

    /// Turns carry no time of their own: they follow each other at this distance from their
    /// session's, which keeps their order.
    static let turnSpacing = Moment.second

    /// The keys of a turn that become parts of a memory.
    private static let told: Set<String> = [
        "text", "blip_caption", "speaker", "source", "conversation",
    ]

    /// The conversations in a parsed file, or nil where it holds something else.
    static func all(in file: JSON) -> [Conversation]? {
        let items = file.array ?? [file]
        let found = items.enumerated().compactMap { Conversation($1, number: $0 + 1) }
        return found.isEmpty || found.count != items.count ? nil : found
    }

    private init?(_ item: JSON, number: Int) {
        guard let body = (item["conversation"] ?? item).object else { return nil }
        var sessions: [(number: Int, name: String, time: String?, turns: [JSON])] = []
        var strange: (name: String, kind: String)?
        for entry in body.entries where entry.key.hasPrefix("session_") {
            let number = Int(entry.key.dropFirst("session_".count))
            guard let number, let turns = entry.value.array else {
                let isSession = number != nil && !entry.value.isNull || entry.value.array != nil
                if isSession { strange = strange ?? (entry.key, entry.value.kindName) }
                continue
            }
            sessions.append((number, entry.key, body[entry.key + "_date_time"]?.string, turns))
        }
        if sessions.isEmpty { return nil }
        self.strange = strange
        sessions.sort { $0.number < $1.number }
        self.sessions = sessions.map { ($0.name, $0.time, $0.turns) }
        name = item["sample_id"]?.string ?? "conversation-\(number)"
        questions = item["qa"]?.array ?? []
    }

    /// One memory a turn.
    func drafts(namespace: String, parser: MomentParser) throws(MemoryError) -> [MemoryDraft] {
        if let strange {
            throw MemoryError(
                .invalidInput,
                "\(name): \(strange.name) is \(strange.kind); expected \"session_\", a number, and an "
                    + "array of turns")
        }
        var drafts: [MemoryDraft] = []
        for session in sessions {
            var start: Moment?
            if let text = session.time {
                guard let moment = parser.parse(text) else {
                    throw MemoryError(
                        .invalidInput,
                        "\(name): the time of \(session.name) cannot be read; accepted are "
                            + MomentParser.accepted)
                }
                start = moment
            }
            for (place, turn) in session.turns.enumerated() {
                guard let draft = try self.draft(turn, session.name, namespace) else { continue }
                drafts.append(draft)
                if let start {
                    drafts[drafts.count - 1].time =
                        .stated(start.adding(Int64(place) * Self.turnSpacing))
                }
            }
        }
        return drafts
    }

    /// Nil for a turn that says and shows nothing.
    private func draft(_ turn: JSON, _ session: String, _ namespace: String) throws(MemoryError)
        -> MemoryDraft?
    {
        guard let object = turn.object else {
            throw MemoryError(
                .invalidInput, "\(name): a turn of \(session) is \(turn.kindName), not an object")
        }
        var parts: [String] = []
        if let text = object["text"], !text.isNull {
            guard let text = text.string else {
                throw MemoryError(
                    .invalidInput,
                    "\(name): \"text\" of a turn of \(session) is \(text.kindName); expected a "
                        + "string")
            }
            if !text.isEmpty { parts.append(text) }
        }
        if let caption = object["blip_caption"]?.string, !caption.isEmpty {
            parts.append("[shares an image: \(caption)]")
        } else if parts.isEmpty, let image = object["img_url"], !image.isNull {
            parts.append("[shares an image]")
        }
        if parts.isEmpty { return nil }
        var draft = MemoryDraft(
            namespace: namespace, content: parts.joined(separator: " "), time: .unknown(nil))
        draft.role = "user"
        if let speaker = object["speaker"], !speaker.isNull {
            guard let name = speaker.string ?? speaker.int.map(String.init) else {
                throw MemoryError(
                    .invalidInput,
                    "\(name): \"speaker\" of a turn of \(session) is \(speaker.kindName); expected "
                        + "a string")
            }
            draft.speaker = name
        }
        draft.sessionID = "\(name)/\(session)"
        var metadata: JSON.Object = ["source": "conversation", "conversation": .string(name)]
        // Whatever else a turn says is kept as it is.
        for entry in object.entries
        where !Self.told.contains(entry.key) && !entry.value.isNull {
            metadata[entry.key] = entry.value
        }
        draft.metadata = JSON.object(metadata).text()
        return draft
    }
}
