import Foundation
import Hashing
import JSON

/// Reads one memory a line: what `export` writes, and what other tools write.
///
/// Known keys go to their fields, under the names other tools use for them too; what is left over
/// is kept in the metadata, so nothing a line says is lost.
struct JSONLinesImport {
    let namespace: String
    /// True when the namespace was asked for: then it replaces what lines say.
    let forcesNamespace: Bool
    let parser: MomentParser

    /// The draft that one line holds.
    func draft(_ value: JSON) throws(MemoryError) -> MemoryDraft {
        guard let object = value.object else {
            throw MemoryError(.invalidInput, "expected an object, found \(value.kindName)")
        }
        var fields = Fields(Self.flattened(object))
        guard let content = try fields.said(["content", "text", "memory", "message"]) else {
            throw MemoryError(.invalidInput, "there is no \"content\" (nor \"text\")")
        }
        let stated = try fields.text(["namespace"])
        var draft = MemoryDraft(
            namespace: forcesNamespace ? namespace : stated ?? namespace, content: content,
            time: .unknown(nil))
        draft.role = try fields.text(["role"])
        draft.speaker = try fields.person([
            "speaker", "author", "name", "user", "sender", "from", "username",
        ])
        draft.sessionID = try fields.text(
            [
                "session_id", "session", "conversation_id", "thread_id", "run_id", "sessionId",
                "conversationId", "threadId",
            ])
        draft.context = try fields.text(["context"])
        draft.tags = try fields.texts("tags")
        draft.parentOriginID = try fields.text(["parent_id"])
        draft.chunkIndex = try fields.integer("chunk_index")
        draft.originID = try fields.text(["id"])
        if let moment = try time(
            &fields,
            [
                "occurred_at", "timestamp", "time", "date", "event_time", "created_at", "at", "ts",
                "sent_at", "datetime",
            ])
        {
            draft.time = .stated(moment)
        }
        draft.recordedAt = try time(&fields, ["recorded_at"])
        if let source = try fields.text(["time_source"]) {
            switch (TimeSource(rawValue: source), draft.time) {
            case (.inferred, .stated(let moment)): draft.time = .inferred(moment)
            case (.unknown, .stated(let moment)): draft.time = .unknown(moment)
            default: break
            }
        }
        draft.accesses = try accesses(&fields)
        draft.repeatsOriginID = fields.uuid("repeats")
        draft.supersedesOriginID = fields.uuid("supersedes")
        let hash = fields.take("content_hash")?.string
        if let hash, hash == SHA256.hexadecimal(content) {
            // A line of an export: it keeps its id, unless it goes where it was not.
            draft.keepsOriginID =
                draft.originID.flatMap(UUID.init) != nil && draft.namespace == stated
            draft.sourceFile = try fields.text(["source_file"])
            draft.laterTags = try fields.texts("later_tags")
            draft.isPinned = fields.take("pinned")?.bool
            draft.replacedByOriginID = fields.uuid("replaced_by")
        } else if let role = draft.role {
            draft.role = Self.roles[role.lowercased()] ?? role
        }
        draft.metadata = try fields.metadata()
        return draft
    }

    /// Some keep what was said in an object of its own, beside when and where:
    /// `{"timestamp": …, "message": {"role": …, "content": …}}`.
    private static func flattened(_ object: JSON.Object) -> JSON.Object {
        let says = ["content", "text", "memory"].contains { object[$0].map { !$0.isNull } ?? false }
        guard !says, let message = object["message"]?.object else { return object }
        var flat = object
        flat["message"] = nil
        for entry in message.entries {
            var key = entry.key
            while let taken = flat[key], !taken.isNull, taken != entry.value { key += "_" }
            flat[key] = entry.value
        }
        return flat
    }

    /// What other tools call who speaks.
    private static let roles = [
        "human": "user", "user": "user", "assistant": "assistant", "ai": "assistant",
        "bot": "assistant", "model": "assistant", "system": "system", "tool": "tool",
    ]

    private func time(_ fields: inout Fields, _ names: [String]) throws(MemoryError) -> Moment? {
        for name in names {
            guard let value = fields.take(name), !value.isNull else { continue }
            let text = value.string ?? value.text()
            if text.allSatisfy(\.isWhitespace) { continue }
            guard let moment = parser.parse(text) else {
                throw MemoryError(
                    .invalidInput,
                    "\"\(name)\" cannot be parsed as a time; accepted are \(MomentParser.accepted)"
                )
            }
            return moment
        }
        return nil
    }

    private func accesses(_ fields: inout Fields) throws(MemoryError) -> [MemoryDraft.Access] {
        guard let value = fields.take("accesses"), !value.isNull else { return [] }
        guard let entries = value.array else {
            throw MemoryError(
                .invalidInput, "\"accesses\" is \(value.kindName); expected an array")
        }
        var accesses: [MemoryDraft.Access] = []
        for entry in entries {
            guard let recall = entry["recall_id"]?.string, UUID(uuidString: recall) != nil,
                let rank = entry["rank"]?.int, (1...Int(Int32.max)).contains(rank),
                let at = entry["accessed_at"]?.string, let moment = parser.parse(at)
            else {
                throw MemoryError(
                    .invalidInput,
                    "an access has a \"recall_id\" (a UUID), a \"rank\" (from 1) and an "
                        + "\"accessed_at\"")
            }
            accesses.append(.init(recallID: recall, rank: rank, accessedAt: moment))
        }
        return accesses
    }
}

/// The keys of a line, taken out one by one; what nobody takes becomes metadata.
private struct Fields {
    private var rest: JSON.Object

    init(_ object: JSON.Object) { rest = object }

    mutating func take(_ name: String) -> JSON? {
        let value = rest[name]
        rest[name] = nil
        return value
    }

    /// The first of these keys that holds a text.
    mutating func text(_ names: [String]) throws(MemoryError) -> String? {
        for name in names {
            guard let value = rest[name], !value.isNull else { continue }
            switch value {
            case .string(let text):
                rest[name] = nil
                return text
            case .int, .bigNumber:
                rest[name] = nil
                return value.text()
            default:
                throw MemoryError(
                    .invalidInput, "\"\(name)\" is \(value.kindName); expected a string")
            }
        }
        return nil
    }

    /// The first of these keys that holds a text, whole or in parts as language models are spoken to:
    /// `[{"type": "text", "text": …}, …]`. Parts that are more than a text stay.
    mutating func said(_ names: [String]) throws(MemoryError) -> String? {
        guard let name = names.first(where: { rest[$0].map { !$0.isNull } ?? false }),
            let parts = rest[name]?.array
        else { return try text(names) }
        let texts = parts.compactMap { part in part.string ?? part["text"]?.string }
        guard !texts.isEmpty else {
            throw MemoryError(.invalidInput, "\"\(name)\" is an array without any text in it")
        }
        let others = parts.filter { part in
            guard let object = part.object else { return part.string == nil }
            return object["type"]?.string ?? "text" != "text"
                || object.entries.contains { $0.key != "type" && $0.key != "text" }
        }
        rest[name] = others.isEmpty ? nil : .array(others)
        return texts.joined(separator: "\n\n")
    }

    /// The first of these keys that names somebody: by a text, or as an object with a name, the rest of
    /// which stays.
    mutating func person(_ names: [String]) throws(MemoryError) -> String? {
        for name in names {
            let stated =
                if let object = rest[name]?.object {
                    ["name", "display_name", "username", "id"].lazy
                        .compactMap { object[$0]?.string }.first
                } else { try text([name]) }
            if let stated, !stated.allSatisfy(\.isWhitespace) { return stated }
        }
        return nil
    }

    mutating func texts(_ name: String) throws(MemoryError) -> [String] {
        guard let value = take(name), !value.isNull else { return [] }
        if let one = value.string {
            return one.split(separator: ",")
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
        let texts = value.array?.compactMap(\.string) ?? []
        guard let array = value.array, array.count == texts.count else {
            throw MemoryError(
                .invalidInput, "\"\(name)\" is \(value.kindName); expected an array of strings")
        }
        return texts
    }

    /// An id, or nil; what is none stays where it is.
    mutating func uuid(_ name: String) -> String? {
        guard let text = rest[name]?.string, UUID(uuidString: text) != nil else { return nil }
        rest[name] = nil
        return text
    }

    mutating func integer(_ name: String) throws(MemoryError) -> Int? {
        guard let value = take(name), !value.isNull else { return nil }
        guard let number = value.int, (0...Int(Int32.max)).contains(number) else {
            throw MemoryError(.invalidInput, "\"\(name)\" is no whole number from 0")
        }
        return number
    }

    /// The line's own metadata with the keys left over; nil where there is nothing.
    mutating func metadata() throws(MemoryError) -> String? {
        var metadata = JSON.Object()
        if let stated = take("metadata"), !stated.isNull {
            guard let object = stated.object else {
                throw MemoryError(
                    .invalidInput, "\"metadata\" is \(stated.kindName); expected an object")
            }
            metadata = object
        }
        for entry in rest.entries where !entry.value.isNull {
            // Where both say something else under one name, the line's gets another name.
            var key = entry.key
            while let taken = metadata[key], taken != entry.value { key += "_" }
            metadata[key] = entry.value
        }
        return metadata.isEmpty ? nil : JSON.object(metadata).text()
    }
}
