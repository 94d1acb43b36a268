public import Foundation
public import JSON
public import Memory

extension MemoryRecord {
    /// The memory with what was said of it later.
    public func json(_ marks: MemoryMarks, laterTags: [UUID: [String]]) -> JSON.Object {
        var object = jsonObject
        if let later = laterTags[id] { object["later_tags"] = .array(later.map(JSON.string)) }
        object["pinned"] = marks.pins[id].map(JSON.bool)
        object["superseded_by"] = marks.corrections[id].map {
            .string($0.by.uuidString.lowercased())
        }
        return object
    }
}

extension MemoryPage {
    /// What `list --json` prints and REST answers.
    public func json(_ marks: MemoryMarks, laterTags: [UUID: [String]]) -> JSON.Object {
        [
            "memories": .array(memories.map { .object($0.json(marks, laterTags: laterTags)) }),
            "next": next.map { .string($0.text) } ?? .null,
        ]
    }
}

extension SessionPage {
    public var json: JSON.Object {
        [
            "sessions": .array(
                sessions.map {
                    [
                        "session_id": .string($0.id), "memories": .int($0.memories),
                        "started_at": .string($0.startedAt.description),
                        "ended_at": .string($0.endedAt.description), "speakers": JSON($0.speakers),
                    ]
                }),
            "next": next.map { .string($0.text) } ?? .null,
        ]
    }
}
