import Foundation
import JSON
import Memory

/// Keeps a reply small enough for a client to pass on whole: long memories are cut, and what does
/// not fit is counted.
struct ReplyBudget {
    /// Characters of all contents together. A reply is sent twice (structured, and as text), and
    /// the smallest known limit of a client is 25,000 tokens.
    private var left = 24_000
    /// Characters of one content.
    private static let longest = 4_000
    private static let shortest = 200

    /// The memory as a reply has it; nil where there is no room for it.
    mutating func take(_ memory: MemoryRecord) -> JSON.Object? {
        let room = min(Self.longest, left)
        guard room >= min(Self.shortest, memory.content.count) else { return nil }
        let isCut = memory.content.count > room
        let content = isCut ? String(memory.content.prefix(room)) + "…" : memory.content
        left -= min(room, memory.content.count)
        var object: JSON.Object = [
            "id": .string(memory.id.uuidString.lowercased()), "content": .string(content),
            "occurred_at": .string(memory.occurredAt.description),
        ]
        object["speaker"] = memory.speaker.map(JSON.string)
        object["role"] = memory.role.map(JSON.string)
        object["session_id"] = memory.sessionID.map(JSON.string)
        object["context"] = memory.context.map { .string(String($0.prefix(200))) }
        if !memory.tags.isEmpty { object["tags"] = JSON(Array(memory.tags.prefix(16))) }
        if isCut { object["cut"] = true }
        return object
    }
}
