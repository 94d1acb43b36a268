import JSON
import Memory
import Wire

extension DormouseServer {
    private static let largestQuestion = 1 << 20

    /// Asking.
    static func recallRoutes(_ app: App) -> [Route] { [recall(app), context(app)] }

    private static func recall(_ app: App) -> Route {
        Route(
            method: "POST", path: "/v1/recall", name: "recall",
            summary: "The memories that answer a question, the best first",
            details: "Filters are applied before the best are taken. What is returned counts as "
                + "recalled, which strengthens it.",
            group: "recall", access: .scope(.read),
            body: .json("RecallRequest", maximumBytes: largestQuestion),
            answers: [.init(status: 200, help: "What was found.", schema: "RecallAnswer")]
        ) { call in
            let answer = try await ask(call, app)
            var object =
                answer.json(mostCharacters: call.json["max_chars"]?.int).object ?? [:]
            object["namespace"] = .string(call.namespace)
            if call.json["explain"]?.bool != true {
                object["results"] = .array(
                    (object["results"]?.array ?? []).map { result in
                        var result = result.object ?? [:]
                        result["reasons"] = nil
                        return .object(result)
                    })
            }
            return call.answer(.object(object))
        }
    }

    private static func context(_ app: App) -> Route {
        Route(
            method: "POST", path: "/v1/context", name: "context",
            summary: "What is known about a question, as a block of text for a prompt",
            details: "The block is marked as recalled data, and nothing a memory says can end it.",
            group: "recall", access: .scope(.read),
            body: .json("ContextRequest", maximumBytes: largestQuestion),
            answers: [.init(status: 200, help: "The block.", schema: "Context")]
        ) { call in
            let block = ContextBlock(
                try await ask(call, app), namespace: call.namespace,
                tokenBudget: call.json["token_budget"]?.int ?? 1500)
            return call.answer(block.json)
        }
    }

    private static func ask(_ call: Call, _ app: App) async throws -> RecallAnswer {
        let options = try RecallOptions(
            json: call.json, namespace: call.namespace, parser: call.parser)
        return try await app.service.recall(
            call.json["question"]?.string ?? "", options: options)
    }
}
