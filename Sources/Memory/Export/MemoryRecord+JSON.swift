import Foundation
public import JSON

extension MemoryRecord {
    /// The memory as `export` writes it and `import` takes it: nothing is left out.
    public var json: JSON { JSON.object(jsonObject) }

    /// The same, for adding keys.
    public var jsonObject: JSON.Object {
        var object: JSON.Object = [
            "id": .string(id.uuidString.lowercased()), "namespace": .string(namespace),
            "content": .string(content), "occurred_at": .string(occurredAt.description),
            "recorded_at": .string(recordedAt.description),
        ]
        object["role"] = role.map(JSON.string)
        object["speaker"] = speaker.map(JSON.string)
        object["session_id"] = sessionID.map(JSON.string)
        object["context"] = context.map(JSON.string)
        if !tags.isEmpty { object["tags"] = .array(tags.map(JSON.string)) }
        object["metadata"] = metadata.flatMap { try? JSON.parse($0) }
        object["parent_id"] = parentID.map { .string($0.uuidString.lowercased()) }
        object["chunk_index"] = chunkIndex.map(JSON.int)
        if timeSource != .stated { object["time_source"] = .string(timeSource.rawValue) }
        object["repeats"] = repeats.map { .string($0.uuidString.lowercased()) }
        object["supersedes"] = supersedes.map { .string($0.uuidString.lowercased()) }
        object["source_file"] = sourceFile.map(JSON.string)
        object["content_hash"] = .string(contentHash)
        return object
    }
}

extension MemoryAccess {
    /// One access in a memory's `accesses`.
    var json: JSON {
        [
            "recall_id": .string(recallID.uuidString.lowercased()), "rank": .int(rank),
            "accessed_at": .string(accessedAt.description),
        ]
    }
}
