public import Endpoints
import HTTPServer
import JSON

/// Endpoints that were declared, with the columns that the database says they have.
public struct ServedEndpoints: Sendable {
    public let database: EndpointDatabase
    let columns: [String: [EndpointDatabase.Column]]

    /// - Parameter columns: what `EndpointDatabase.check()` gave.
    public init(_ database: EndpointDatabase, columns: [String: [EndpointDatabase.Column]]) {
        self.database = database
        self.columns = columns
    }

    var endpoints: [DeclaredEndpoint] { database.configuration.endpoints }

    /// The JSON Schemas of what they are asked with and of what they answer.
    var schemas: JSON.Object {
        var all: JSON.Object = [:]
        for endpoint in endpoints {
            all["Ask_" + endpoint.identifier] = endpoint.inputSchema
            all["Rows_" + endpoint.identifier] = EndpointAnswer.schema(
                columns[endpoint.name] ?? [])
        }
        if !endpoints.isEmpty { all["EndpointList"] = Self.listSchema }
        return all
    }

    private static var listSchema: JSON {
        [
            "type": "object", "required": ["endpoints"],
            "properties": [
                "endpoints": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["name", "summary", "parameters"],
                        "properties": [
                            "name": ["type": "string"], "summary": ["type": "string"],
                            "parameters": ["type": "object"],
                        ],
                    ],
                ]
            ],
        ]
    }
}

extension ServedEndpoints {
    static let path = "/v1/endpoints/"
    private static let largestQuestion = 1 << 20

    /// Two routes for each: GET with a query, and POST with a body, for what is too long for one.
    var routes: [Route] {
        guard !endpoints.isEmpty else { return [] }
        return [list] + endpoints.flatMap { [get($0), post($0)] }
    }

    private var list: Route {
        let list = JSON.array(
            endpoints.map {
                [
                    "name": .string($0.name), "summary": .string($0.summary),
                    "parameters": $0.inputSchema,
                ]
            })
        return Route(
            method: "GET", path: "/v1/endpoints", name: "endpoints",
            summary: "The endpoints that were declared", group: "endpoints",
            access: .scope(.read), hasNamespace: false,
            answers: [.init(status: 200, help: "All of them.", schema: "EndpointList")]
        ) { $0.answer(["endpoints": list]) }
    }

    private func get(_ endpoint: DeclaredEndpoint) -> Route {
        route(endpoint, "GET", endpoint.identifier) { call in
            var given: JSON.Object = [:]
            for parameter in endpoint.asked {
                let texts = call.texts(parameter.name)
                guard !texts.isEmpty else { continue }
                do throws(EndpointError) {
                    given[parameter.name] = try parameter.value(ofQuery: texts)
                } catch { throw Problem(error) }
            }
            return given
        }
    }

    private func post(_ endpoint: DeclaredEndpoint) -> Route {
        route(endpoint, "POST", endpoint.identifier + "_by_post") { $0.json.object ?? [:] }
    }

    private func route(
        _ endpoint: DeclaredEndpoint, _ method: String, _ name: String,
        _ given: @escaping @Sendable (Call) throws -> JSON.Object
    ) -> Route {
        let database = database
        var route = Route(
            method: method, path: Self.path + endpoint.name, name: name,
            summary: endpoint.summary, details: endpoint.details, group: "endpoints",
            access: .scope(.read), hasNamespace: false,
            answers: [
                .init(status: 200, help: "The rows.", schema: "Rows_" + endpoint.identifier)
            ]
        ) { call in
            let answer: EndpointDatabase.Answer
            do { answer = try await database.ask(endpoint, given(call)) } catch let error
                as EndpointError
            {
                throw Problem(error)
            }
            return call.answer(EndpointAnswer.json(answer))
        }
        if method == "GET" {
            route.parameters = endpoint.asked.map(\.ofQuery)
        } else {
            route.body = .json("Ask_" + endpoint.identifier, maximumBytes: Self.largestQuestion)
        }
        return route
    }
}

/// What an endpoint answers, as JSON.
enum EndpointAnswer {
    static func json(_ answer: EndpointDatabase.Answer) -> JSON {
        [
            "rows": .array(answer.rows), "count": .int(answer.rows.count),
            "more": .bool(answer.hasMore), "cached": .bool(answer.isCached),
        ]
    }

    static func schema(_ columns: [EndpointDatabase.Column]) -> JSON {
        [
            "type": "object", "required": ["rows", "count", "more", "cached"],
            "properties": [
                "rows": [
                    "type": "array",
                    "items": [
                        "type": "object",
                        "properties": .object(JSON.Object(columns.map { ($0.name, $0.schema) })),
                    ],
                ],
                "count": ["type": "integer", "minimum": 0],
                "more": [
                    "type": "boolean", "description": "Whether rows were left out at the limit.",
                ],
                "cached": ["type": "boolean"],
            ],
        ]
    }
}

extension EndpointParameter {
    /// As a parameter of a query.
    fileprivate var ofQuery: Parameter {
        var isList = false
        if case .texts = kind { isList = true }
        let one = self
        return Parameter(
            name: name, place: .query,
            kind: .declared(isList ? ["type": "string"] : schema) { text in
                do throws(EndpointError) {
                    _ = try one.checked(ofQuery: text)
                    return nil
                } catch {
                    let reason = error.message
                    return reason.hasPrefix(one.name + " ")
                        ? String(reason.dropFirst(one.name.utf8.count + 1)) : reason
                }
            }, isRequired: isRequired, isRepeating: isList, help: help)
    }
}

extension Problem {
    /// What an endpoint says.
    init(_ error: EndpointError) {
        switch error.code {
        case .badParameter:
            self.init(
                .invalidInput, error.message,
                details: error.parameter.map { [.init(place: $0, reason: error.message)] } ?? [])
        case .unknown: self.init(.notFound, error.message)
        case .unavailable:
            self.init(.unavailable, error.message)
            fields.set("retry-after", "1")
        case .timedOut: self.init(.timedOut, error.message)
        case .declaration, .failed: self.init(.internal, error.message)
        }
        if error.isForLog { cause = error.description }
    }
}

extension EndpointError {
    /// Whether whoever runs the server has to see to it.
    var isForLog: Bool { [.declaration, .failed, .unavailable].contains(code) }
}
