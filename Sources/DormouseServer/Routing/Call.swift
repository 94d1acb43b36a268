import Foundation
public import HTTPServer
import JSON
import Memory

/// A request that has passed the gate and its route's checks.
public struct Call: Sendable {
    public let request: ServerRequest
    public let caller: Caller
    /// The one it works on; opened to the caller.
    public let namespace: String
    /// The body, where the route has one of JSON; fits its schema.
    let json: JSON
    /// Of path, query and headers; each fits its parameter.
    let values: [String: [String]]
    public let id: String
    /// For times without a zone.
    let parser: MomentParser

    func text(_ name: String) -> String? { values[name]?.first }
    func texts(_ name: String) -> [String] { values[name] ?? [] }
    func int(_ name: String) -> Int? { text(name).flatMap { Int($0) } }
    func bool(_ name: String) -> Bool? { text(name).map { $0 == "true" } }
    func moment(_ name: String) -> Moment? { text(name).flatMap(parser.parse) }
    func uuid(_ name: String) -> UUID? { text(name).flatMap { UUID(uuidString: $0) } }

    /// Whether the client wants to hear of progress.
    var wantsEvents: Bool {
        request.head.fields.all("accept").contains { $0.contains("text/event-stream") }
    }

    /// JSON as an answer.
    func answer(_ json: JSON, status: Int = 200) -> ServerResponse {
        ServerResponse(
            status,
            fields: ["content-type": "application/json", "cache-control": "no-store"],
            body: .bytes(json.bytes() + [0x0A]))
    }
}
