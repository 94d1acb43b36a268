import HTTPServer
import JSON

/// One thing a client can ask for. Routing, validation and OpenAPI are all made from it.
public struct Route: Sendable {
    /// What the body of a request has to be.
    enum Body: Sendable {
        case none
        /// JSON of a schema of `Schemas`, at most so many bytes.
        case json(String, maximumBytes: Int)
        /// The handler reads it as it comes.
        ///
        /// - Parameter json: a schema of `Schemas`, where it may be JSON as well.
        case stream(type: String, json: String?, String)
    }

    /// What is answered.
    struct Answer: Sendable {
        let status: Int
        let help: String
        /// A schema of `Schemas`; nil where there is no JSON.
        var schema: String?
        var type = "application/json"
    }

    /// Who may come.
    enum Access: Sendable, Equatable {
        /// Everybody.
        case open
        case scope(Scope)
    }

    let method: String
    /// `/v1/memories/{id}`.
    let path: String
    let name: String
    let summary: String
    var details = ""
    var group: String
    let access: Access
    /// Whether it works on one namespace, which the query may name.
    var hasNamespace = true
    /// Whether OpenAPI shows it: not what speaks a protocol of its own.
    var isDocumented = true
    /// Whether an audit line is written.
    var isAudited = false
    var parameters: [Parameter] = []
    var body = Body.none
    var answers: [Answer] = []
    let handler: @Sendable (Call) async throws -> ServerResponse

    /// Those of the declaration, and what all routes have.
    var allParameters: [Parameter] {
        guard hasNamespace else { return parameters }
        return parameters + [
            .query(
                "namespace", .namespace,
                "whose memories; by default the token's own, or else `default`")
        ]
    }

    var segments: [Substring] { path.split(separator: "/") }
}
