public import JSON

/// A question to a database that was declared beforehand: its SQL, what it is asked with, and its
/// limits. Nobody who asks can change the SQL.
public struct DeclaredEndpoint: Sendable {
    public let name: String
    public let summary: String
    public let details: String
    public let parameters: [EndpointParameter]
    let statement: EndpointStatement
    /// Rows at most; what goes beyond is said and left out.
    public let mostRows: Int
    public let timeout: Duration
    /// How long an answer serves again; nil for never.
    public let cacheTime: Duration?
    /// Settings of PostgreSQL for its transaction, such as `hnsw.ef_search`.
    let settings: [(name: String, value: String)]
    /// Whether models are given it as a tool.
    public let isTool: Bool

    /// The parameters that who asks may give.
    public var asked: [EndpointParameter] { parameters.filter { !$0.isDerived } }

    /// The name where only letters, digits and `_` may stand.
    public var identifier: String { name.replacing("-", with: "_") }

    /// JSON Schema of what it is asked with.
    public var inputSchema: JSON {
        [
            "type": "object",
            "properties": .object(JSON.Object(asked.map { ($0.name, $0.schema) })),
            "required": JSON(asked.filter(\.isRequired).map(\.name)),
            "additionalProperties": false,
        ]
    }

    /// Values for all parameters as they are bound, with what is derived left to `derive`.
    ///
    /// - Throws: `badParameter` for an unknown name, a missing value or a wrong one.
    func values(_ given: JSON.Object) throws(EndpointError) -> [String: String] {
        for key in given.keys where !asked.contains(where: { $0.name == key }) {
            let known = asked.map(\.name).joined(separator: ", ")
            throw EndpointError(
                .badParameter,
                "\(name) has no parameter '\(key)'; \(known.isEmpty ? "it has none" : "it has: \(known)")",
                parameter: key)
        }
        var values: [String: String] = [:]
        for parameter in asked {
            let value = given[parameter.name] ?? .null
            let text = try parameter.text(of: value.isNull ? parameter.standard ?? .null : value)
            if text == nil, parameter.isRequired {
                throw EndpointError(
                    .badParameter, "\(parameter.name) is missing: \(parameter.wanted)",
                    parameter: parameter.name)
            }
            values[parameter.name] = text
        }
        return values
    }
}
