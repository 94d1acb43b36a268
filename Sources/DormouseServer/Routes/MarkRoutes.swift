import Foundation
import HTTPServer
import JSON
import Memory
import Wire

extension DormouseServer {
    /// What is said of a memory later: it stays as it was told.
    static func markRoutes(_ app: App) -> [Route] {
        [
            correct(app), versions(app), pin(app, "PUT", true), pin(app, "DELETE", false), tag(app),
            untag(app),
        ]
    }

    private static func correct(_ app: App) -> Route {
        Route(
            method: "POST", path: "/v1/memories/{id}/correction", name: "correct",
            summary: "Keep a new memory that supersedes this one",
            details: "The old one stays as history, and is ranked behind what stands.",
            group: "memories", access: .scope(.write), isAudited: true,
            parameters: [memoryID, idempotencyKey],
            body: .json("Correction", maximumBytes: Limits.maximumContentBytes * 2),
            answers: [
                .init(status: 200, help: "It was known.", schema: "Remembered"),
                .init(status: 201, help: "It is kept.", schema: "Remembered"),
            ]
        ) { call in
            try await app.idempotency.once(
                call.text("Idempotency-Key"), of: call, content: call.json.text(), at: .now
            ) {
                let old = try await find(call, app)
                let draft = try MemoryDraft(
                    json: call.json, namespace: call.namespace, parser: call.parser)
                let remembered = try await app.service.correct(
                    old, with: draft.content, time: draft.time, speaker: draft.speaker)
                app.metrics.count(
                    "dormouse_memories_told_total", [("outcome", remembered.outcome.rawValue)])
                var object = remembered.json(namespace: call.namespace).object ?? [:]
                object["supersedes"] = .string(old.id.uuidString.lowercased())
                return call.answer(
                    .object(object), status: remembered.outcome == .stored ? 201 : 200)
            }
        }
    }

    private static func versions(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/memories/{id}/versions", name: "versions",
            summary: "What a memory corrects, itself, and what corrects it", group: "memories",
            access: .scope(.read), parameters: [memoryID],
            answers: [.init(status: 200, help: "The first first.", schema: "Versions")]
        ) { call in
            let memory = try await find(call, app)
            let (versions, marks, tags) = try await app.service.run { engine in
                (
                    try engine.versions(of: memory),
                    try engine.store.marks(namespace: memory.namespace),
                    try engine.store.laterTags(namespace: memory.namespace)
                )
            }
            return answer(
                [
                    "memories": .array(
                        versions.map { .object($0.json(marks, laterTags: tags)) })
                ], to: call)
        }
    }

    private static func pin(_ app: App, _ method: String, _ isPinned: Bool) -> Route {
        Route(
            method: method, path: "/v1/memories/{id}/pin", name: isPinned ? "pin" : "unpin",
            summary: isPinned ? "Keep a memory from fading" : "Let a pinned memory fade again",
            group: "memories", access: .scope(.write), isAudited: true, parameters: [memoryID],
            answers: [.init(status: 200, help: "The memory.", schema: "Memory")]
        ) { call in
            let memory = try await find(call, app)
            try await app.service.run { try $0.pin(memory, isPinned) }
            return call.answer(try await marked(memory, app))
        }
    }

    private static func tag(_ app: App) -> Route {
        Route(
            method: "POST", path: "/v1/memories/{id}/tags", name: "tag",
            summary: "Give a memory tags", group: "memories", access: .scope(.write),
            isAudited: true, parameters: [memoryID],
            body: .json("Tags", maximumBytes: 1 << 20),
            answers: [.init(status: 200, help: "The memory.", schema: "Memory")]
        ) { call in
            let memory = try await find(call, app)
            let names = call.json["tags"]?.array?.compactMap(\.string) ?? []
            try await app.service.run { try $0.tag(memory, with: names) }
            return call.answer(try await marked(memory, app))
        }
    }

    private static func untag(_ app: App) -> Route {
        Route(
            method: "DELETE", path: "/v1/memories/{id}/tags", name: "untag",
            summary: "Take back tags that were given later",
            details: "Those a memory was told with are a part of it.", group: "memories",
            access: .scope(.write), isAudited: true,
            parameters: [
                memoryID,
                Parameter(
                    name: "tag", place: .query,
                    kind: .text(maximum: Limits.maximumNameBytes), isRequired: true,
                    isRepeating: true, help: "Tags to take back."),
            ],
            answers: [.init(status: 200, help: "The memory.", schema: "Memory")]
        ) { call in
            let memory = try await find(call, app)
            let names = call.texts("tag")
            let count = try await app.service.run { try $0.untag(memory, from: names) }
            if count == 0 { throw Problem(.notFound, "the memory has none of these tags") }
            return call.answer(try await marked(memory, app))
        }
    }

    /// The memory with what was said of it later.
    static func marked(_ memory: MemoryRecord, _ app: App) async throws -> JSON {
        try await app.service.run { engine in
            .object(
                memory.json(
                    try engine.store.marks(namespace: memory.namespace),
                    laterTags: try engine.store.laterTags(namespace: memory.namespace)))
        }
    }
}
