import HTTPServer
import JSON
import MCP
import Memory

/// The Model Context Protocol over HTTP, at `/mcp`, in both eras: requests of 2026-07-28 stand by
/// themselves; older clients shake hands and get a session.
///
/// Whose memories they are is said by the token, or by `?namespace=` of the address in the client's
/// configuration; never by a message.
public struct StreamableHTTP: Sendable {
    let app: App
    let desk: ContextDesk
    let sessions = ContextSessions()
    private static let largestMessage = 32 << 20

    public init(_ app: App) throws {
        self.app = app
        desk = try ContextDesk(app)
    }

    /// To be mounted.
    public var routes: [Route] {
        [
            route("POST", "mcp", "A message of the Model Context Protocol", post),
            route("GET", "mcpStream", "The event stream of a session", stream),
            route("DELETE", "mcpEnd", "End a session", end),
        ]
    }

    private func route(
        _ method: String, _ name: String, _ summary: String,
        _ handler: @escaping @Sendable (Call) async throws -> ServerResponse
    ) -> Route {
        Route(
            method: method, path: "/mcp", name: name, summary: summary, group: "mcp",
            access: .scope(.read), isDocumented: false, parameters: [ContextDesk.profile],
            handler: handler)
    }

    private func post(_ call: Call) async throws -> ServerResponse {
        try Self.checkTypes(call.request.head)
        let bytes = try await call.request.body.collect(upTo: Self.largestMessage)
        let json: JSON
        do {
            json = try JSON.parse(bytes, maximumDepth: 64, refusesDuplicateKeys: true)
        } catch {
            return .refusal(
                of: .null, RPCError(RPCError.parseError, "the body is not JSON: \(error)"))
        }
        if let batch = json.array { return await answer(batch: batch, call) }
        let message: RPCMessage
        do { message = try RPCMessage(json) } catch { return .refusal(of: json, error) }
        return isStateless(message, call.request.head.fields)
            ? await answerStateless(message, json, call)
            : await answerInSession(message, json, call)
    }

    private static func checkTypes(_ head: RequestHead) throws {
        let type = head.fields["content-type"]?.prefix { $0 != ";" }.lowercased()
        guard type?.filter({ $0 != " " }) == "application/json" else {
            throw Problem(.unsupportedMediaType, "the body has to be application/json")
        }
        try Checking.isUTF8(head)
        let accepted = head.fields.all("accept").joined(separator: ",").lowercased()
        guard
            accepted.isEmpty
                || ["application/json", "application/*", "*/*"].contains(where: accepted.contains)
        else {
            var problem = Problem(
                .invalidInput, "answers are application/json; Accept has to allow it")
            problem.status = 406
            throw problem
        }
    }

    /// Whether a message is of the newer era. One that says it is of a revision nobody knows is,
    /// unless it belongs to a session.
    private func isStateless(_ message: RPCMessage, _ fields: HeaderFields) -> Bool {
        if message.statesVersion || message.method == "server/discover" { return true }
        guard let version = fields[RoutingHeaders.version] else { return false }
        if ProtocolVersion.stateless.contains(version) { return true }
        return !ProtocolVersion.withHandshake.contains(version)
            && fields[RoutingHeaders.session] == nil
    }

    private func answerStateless(_ message: RPCMessage, _ json: JSON, _ call: Call) async
        -> ServerResponse
    {
        let fields = call.request.head.fields
        guard case .request = message.kind else {
            // Nothing is done in answer to one: who gives a request up closes its connection.
            if let version = fields[RoutingHeaders.version],
                !ProtocolVersion.stateless.contains(version)
            {
                return .refusal(of: json, .unsupported(version))
            }
            return ServerResponse(202)
        }
        do {
            try RoutingHeaders.check(message) { fields.all($0) }
        } catch { return .refusal(of: json, error) }
        return .answer(await desk.answer(message, json, call), usesStatus: true)
    }

    private func answerInSession(_ message: RPCMessage, _ json: JSON, _ call: Call) async
        -> ServerResponse
    {
        let fields = call.request.head.fields
        if let version = fields[RoutingHeaders.version],
            !ProtocolVersion.withHandshake.contains(version)
        {
            return .refusal(of: json, .unsupported(version))
        }
        if message.method == "initialize", case .request = message.kind {
            let answer = await desk.answer(message, json, call)
            var response = ServerResponse.answer(answer, usesStatus: false)
            if let version = answer?["result"]?["protocolVersion"]?.string {
                response.fields.set(
                    RoutingHeaders.session,
                    sessions.begin(owner(call), version: version, at: .now))
            }
            return response
        }
        guard let id = fields[RoutingHeaders.session] else { return .missingSession(json) }
        guard sessions.version(of: id, owner(call), at: .now) != nil else {
            return .unknownSession(json)
        }
        return .answer(await perform(message, json, call, in: id), usesStatus: false)
    }

    /// Nil where no answer is wanted.
    private func perform(_ message: RPCMessage, _ json: JSON, _ call: Call, in id: String) async
        -> JSON?
    {
        switch message.kind {
        case .response: return nil
        case .notification:
            if message.method == "notifications/cancelled",
                let request = message.parameters["requestId"]
            {
                sessions.cancel(request, of: id)
            }
            return nil
        case .request(let request):
            let desk = desk
            return await sessions.perform(request, of: id) {
                await desk.answer(message, json, call)
            }
                ?? ContextServer.refusal(
                    of: json,
                    RPCError(
                        RPCError.invalidRequest, "a request with this id has no answer yet"))
        }
    }

    /// Several messages at once were there until 2025-03-26.
    private func answer(batch: [JSON], _ call: Call) async -> ServerResponse {
        guard let id = call.request.head.fields[RoutingHeaders.session] else {
            return .refusal(
                of: .null, RPCError(RPCError.invalidRequest, "a message is one object, no array"))
        }
        guard let version = sessions.version(of: id, owner(call), at: .now) else {
            return .unknownSession(.null)
        }
        guard version <= "2025-03-26", !batch.isEmpty, batch.count <= 64 else {
            return .refusal(
                of: .null,
                RPCError(
                    RPCError.invalidRequest,
                    "batches have 1 to 64 messages, and are of revisions up to 2025-03-26"))
        }
        var answers: [JSON] = []
        for json in batch {
            do {
                if let answer = await perform(try RPCMessage(json), json, call, in: id) {
                    answers.append(answer)
                }
            } catch { answers.append(ContextServer.refusal(of: json, error)) }
        }
        return .answer(answers.isEmpty ? nil : .array(answers), usesStatus: false)
    }

    func owner(_ call: Call) -> ContextSessions.Owner {
        .init(caller: call.caller.token?.hash ?? "", namespace: call.namespace)
    }
}
