import Foundation
import JSON
import Memory
import Wire

extension DormouseServer {
    private static let largestBatch = 32 << 20

    /// Telling, looking at and erasing memories.
    static func memoryRoutes(_ app: App) -> [Route] {
        [remember(app), rememberMany(app), memory(app), forget(app), verify(app)]
    }

    static let idempotencyKey = Parameter(
        name: "Idempotency-Key", place: .header, kind: .text(maximum: 255),
        help: "Chosen by the client: a request that is sent again with the same key is answered as "
            + "the first was, for a day.")

    private static func remember(_ app: App) -> Route {
        Route(
            method: "POST", path: "/v1/memories", name: "remember",
            summary: "Keep a memory; when this answers, it is on disk",
            details: "The same text at the same time in the same session is the same memory.",
            group: "memories", access: .scope(.write), isAudited: true,
            parameters: [idempotencyKey],
            body: .json("NewMemory", maximumBytes: Limits.maximumContentBytes * 2),
            answers: [
                .init(status: 200, help: "It was known, or an echo.", schema: "Remembered"),
                .init(status: 201, help: "It is kept.", schema: "Remembered"),
            ]
        ) { call in
            try await app.idempotency.once(
                call.text("Idempotency-Key"), of: call, content: call.json.text(), at: .now
            ) {
                let draft = try MemoryDraft(
                    json: call.json, namespace: call.namespace, parser: call.parser)
                guard let remembered = try await app.service.remember([draft]).first else {
                    throw Problem(.internal, "the store kept nothing and said nothing")
                }
                return call.answer(
                    remembered.json(namespace: call.namespace),
                    status: remembered.outcome == .stored ? 201 : 200)
            }
        }
    }

    private static func rememberMany(_ app: App) -> Route {
        Route(
            method: "POST", path: "/v1/memories/batch", name: "rememberMany",
            summary: "Keep up to 1000 memories, all or none of them", group: "memories",
            access: .scope(.write), isAudited: true, parameters: [idempotencyKey],
            body: .json("NewMemories", maximumBytes: largestBatch),
            answers: [
                .init(
                    status: 200, help: "What became of each, in order.", schema: "RememberedList")
            ]
        ) { call in
            try await app.idempotency.once(
                call.text("Idempotency-Key"), of: call, content: call.json.text(), at: .now
            ) {
                var drafts: [MemoryDraft] = []
                for (at, json) in (call.json["memories"]?.array ?? []).enumerated() {
                    do throws(MemoryError) {
                        drafts.append(
                            try MemoryDraft(
                                json: json, namespace: call.namespace, parser: call.parser))
                    } catch {
                        throw Problem(
                            .invalidInput, "$.memories[\(at)]: \(error.message)",
                            details: [.init(place: "$.memories[\(at)]", reason: error.message)])
                    }
                }
                let told = try await app.service.remember(drafts)
                return call.answer([
                    "memories": .array(told.map { $0.json(namespace: call.namespace) })
                ])
            }
        }
    }

    static let memoryID = Parameter.path("id", .id, "The memory's id.")

    private static func memory(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/memories/{id}", name: "memory",
            summary: "A memory, and what sleep has made of it", group: "memories",
            access: .scope(.read), parameters: [memoryID],
            answers: [.init(status: 200, help: "The memory.", schema: "Memory")]
        ) { call in
            let memory = try await find(call, app)
            let traces = try await app.service.traces(of: memory)
            let again = try await app.service.run { try $0.store.repetitions(of: memory.id) }
            var object = try await marked(memory, app).object ?? [:]
            let rest = memory.json(with: traces, repetitions: again).object ?? [:]
            for entry in rest.entries { object[entry.key] = entry.value }
            return call.answer(.object(object))
        }
    }

    private static func forget(_ app: App) -> Route {
        Route(
            method: "DELETE", path: "/v1/memories/{id}", name: "forget",
            summary: "Erase a memory and every trace of it, and give a receipt",
            group: "memories", access: .scope(.write), isAudited: true, parameters: [memoryID],
            answers: [.init(status: 200, help: "It is erased.", schema: "Receipt")]
        ) { call in
            let receipt = try await app.service.forget(try await find(call, app))
            return call.answer(receipt.json)
        }
    }

    /// The memory that the path names, in the caller's namespace.
    static func find(_ call: Call, _ app: App) async throws -> MemoryRecord {
        guard let id = call.uuid("id"),
            let memory = try await app.service.memory(id, namespace: call.namespace)
        else { throw Problem(.notFound, "the namespace has no memory of this id") }
        return memory
    }

    private static func verify(_ app: App) -> Route {
        Route(
            method: "POST", path: "/v1/receipts/verify", name: "verify",
            summary: "Check that what a receipt speaks of is gone", group: "memories",
            access: .scope(.read), hasNamespace: false,
            body: .json("Receipt", maximumBytes: 1 << 20),
            answers: [.init(status: 200, help: "What is left of it.", schema: "Verification")]
        ) { call in
            let receipt = try ErasureReceipt(json: call.json)
            guard call.caller.opens(namespace: receipt.namespace) else {
                throw Problem(.forbidden, "the token does not open the receipt's namespace")
            }
            let faults = try await app.service.verify(receipt)
            return call.answer(["erased": .bool(faults.isEmpty), "faults": JSON(faults)])
        }
    }
}
