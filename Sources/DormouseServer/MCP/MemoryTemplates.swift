import Foundation
import JSON
import MCP
import Memory
import Wire

/// What can be read by its address: like a reply of a tool it names the namespace, is data and
/// never an instruction, and is bounded.
extension ToolContext {
    func templates() -> [ResourceTemplate] {
        [memoryTemplate(), sessionTemplate(), episodeTemplate(), factsTemplate()]
    }

    private func memoryTemplate() -> ResourceTemplate {
        template("memory", "{id}", "A memory, word for word") { id in
            guard let uuid = UUID(uuidString: id) else { return nil }
            return try await withMemories { memories in
                guard let memory = try await memories.memory(uuid, namespace: namespace) else {
                    return nil
                }
                let traces = try await memories.traces(of: memory)
                let again = try await memories.run { try $0.store.repetitions(of: memory.id) }
                return memory.json(with: traces, repetitions: again).object
            }
        }
    }

    private func sessionTemplate() -> ResourceTemplate {
        template(
            "session", "{id}", "The memories of a talk or task, in the order they happened"
        ) { id in
            var listing = MemoryListing(namespace: namespace)
            listing.filter.sessionID = id
            listing.isOldestFirst = true
            listing.limit = 200
            let whole = listing
            let page = try await withMemories { memories in
                try await memories.run { try $0.list(whole) }
            }
            guard !page.memories.isEmpty else { return nil }
            var object = bounded(page.memories, hasMore: page.next != nil)
            object["session_id"] = .string(id)
            return object
        }
    }

    private func episodeTemplate() -> ResourceTemplate {
        template(
            "episode", "{id}", "An episode that sleep put together, and its memories"
        ) { id in
            guard let uuid = UUID(uuidString: id) else { return nil }
            let found = try await withMemories { memories in
                try await memories.run { try $0.episode(uuid, namespace: namespace) }
            }
            guard let found else { return nil }
            let members = bounded(found.memories, hasMore: false)
            return [
                "episode": .object(found.episode.json), "memories": members["memories"] ?? [],
                "has_more": members["has_more"] ?? false,
            ]
        }
    }

    private func factsTemplate() -> ResourceTemplate {
        template(
            "facts", "{subject}", "What is known of somebody or something, now and before"
        ) { subject in
            var listing = FactListing(namespace: namespace)
            listing.subject = subject
            listing.includesPast = true
            listing.limit = 100
            let whole = listing
            let page = try await withMemories { memories in
                try await memories.run { try $0.list(whole) }
            }
            guard !page.facts.isEmpty else { return nil }
            var room = 24_000
            let fitting = page.facts.prefix { fact in
                room -= fact.sentence.count + fact.subject.count + fact.value.count + 200
                return room > 0
            }
            return [
                "facts": .array(fitting.map(\.json)),
                "has_more": .bool(page.next != nil || fitting.count < page.facts.count),
            ]
        }
    }

    /// - Parameter read: nil where the namespace has none.
    private func template(
        _ kind: String, _ variable: String, _ description: String,
        read: @escaping @Sendable (_ value: String) async throws -> JSON.Object?
    ) -> ResourceTemplate {
        let place = "dormouse://\(kind)/"
        return ResourceTemplate(place + variable, name: kind, description: description) { value in
            // No name has one, and PostgreSQL would not take it.
            guard !value.utf8.contains(0), var object = try await read(value) else { return nil }
            object["namespace"] = .string(namespace)
            object["notice"] = .string(ToolSchema.notice)
            return ResourceContents(
                uri: place + Self.encoded(value), text: JSON.object(object).text())
        }
    }

    /// The first memories that a client can take at once.
    private func bounded(_ memories: [MemoryRecord], hasMore: Bool) -> JSON.Object {
        var budget = ReplyBudget()
        var taken: [JSON] = []
        for memory in memories {
            guard let object = budget.take(memory) else { break }
            taken.append(.object(object))
        }
        return [
            "memories": .array(taken),
            "has_more": .bool(hasMore || taken.count < memories.count),
        ]
    }

    /// As it stands in an address (RFC 3986).
    private static func encoded(_ value: String) -> String {
        value.utf8.map { byte in
            let character = String(Unicode.Scalar(byte))
            let isPlain = byte < 128 && (character.first?.isLetter == true || (48...57) ~= byte)
            if isPlain || "-._~".utf8.contains(byte) { return character }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
