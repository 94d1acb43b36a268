import HTTPServer
import JSON
import MCP

extension StreamableHTTP {
    /// How often a stream that has nothing to say shows that it is there.
    private static let heartbeatSeconds = 15

    /// The event stream of a session. There is nothing a client is told unasked, so it only shows
    /// that the server is there; it ends with the session, the token or the server.
    func stream(_ call: Call) async throws -> ServerResponse {
        let id = try session(call)
        let (app, sessions, owner) = (app, sessions, owner(call))
        return ServerResponse(
            200, fields: ["content-type": "text/event-stream", "cache-control": "no-store"],
            body: .stream { writer in
                var seconds = 0
                while !app.counts.isDraining, sessions.version(of: id, owner, at: .now) != nil {
                    do { try app.checkStill(call.caller) } catch { return }
                    if seconds % Self.heartbeatSeconds == 0 {
                        try await writer.write(ServerSentEvent.heartbeat)
                    }
                    seconds += 1
                    try await Task.sleep(for: .seconds(1))
                }
            })
    }

    func end(_ call: Call) async throws -> ServerResponse {
        guard sessions.end(try session(call), owner(call)) else { throw Self.unknown }
        return ServerResponse(204)
    }

    /// - Throws: 405 where there is none, as the newer era wants it.
    private func session(_ call: Call) throws -> String {
        guard let id = call.request.head.fields[RoutingHeaders.session] else {
            var problem = Problem(.methodNotAllowed, "without a session the method here is POST")
            problem.fields.set("allow", "POST")
            throw problem
        }
        guard sessions.version(of: id, owner(call), at: .now) != nil else { throw Self.unknown }
        return id
    }

    private static let unknown = Problem(
        .notFound, "there is no such session; begin one with initialize")
}

extension ServerResponse {
    /// - Parameters:
    ///   - json: nil for what wants no answer.
    ///   - usesStatus: whether the status says what kind of error there is. Older clients give up
    ///     on anything but 200.
    static func answer(_ json: JSON?, usesStatus: Bool) -> ServerResponse {
        guard let json else { return ServerResponse(202) }
        let code = json["error"]?["code"]?.int
        let status = usesStatus ? code.flatMap { RPCError($0, "").httpStatus } ?? 200 : 200
        return ServerResponse(
            status,
            fields: ["content-type": "application/json", "cache-control": "no-store"],
            body: .bytes(json.bytes()))
    }

    /// What is no message, or comes in the wrong way.
    static func refusal(of json: JSON, _ error: RPCError) -> ServerResponse {
        answer(ContextServer.refusal(of: json, error), usesStatus: true)
    }

    static func missingSession(_ json: JSON) -> ServerResponse {
        refusal(
            of: json,
            RPCError(
                RPCError.invalidRequest,
                "Mcp-Session-Id is missing: begin with initialize, or state the revision in _meta"))
    }

    static func unknownSession(_ json: JSON) -> ServerResponse {
        var response = refusal(
            of: json,
            RPCError(
                RPCError.invalidRequest, "there is no such session; begin one with initialize"))
        response.status = 404
        return response
    }
}
