import JSON
import MCP
import Memory

/// Answers messages of the Model Context Protocol for whoever asks: with the namespace's memories,
/// as far as the caller may; and writes down what was done.
struct ContextDesk: Sendable {
    /// Which tools a client wants to be shown.
    static let profile = Parameter.query(
        "tools", .choice(ToolProfile.allCases.map(\.rawValue)), standard: "standard",
        "Which tools are offered.")

    private let app: App
    private let servers = ContextTable()

    init(_ app: App) throws {
        self.app = app
        // What cannot be declared is found before anybody asks.
        _ = try server(of: app.options.namespace, .standard)
    }

    func answer(_ message: RPCMessage, _ json: JSON, _ call: Call) async -> JSON? {
        var server: ContextServer
        do {
            server = try self.server(
                of: call.namespace,
                call.text("tools").flatMap(ToolProfile.init) ?? .standard)
        } catch {
            return ContextServer.refusal(
                of: json, RPCError(RPCError.internalError, String(describing: error)))
        }
        server.refused = refused(server.tools, call.caller)
        let answer = await server.answer(to: json)
        note(message, answer, server, call)
        return answer
    }

    /// Tools that the caller may not use, each with the reason.
    private func refused(_ tools: [Tool], _ caller: Caller) -> [String: String] {
        var refused: [String: String] = [:]
        for tool in tools where !caller.may(tool.scope) {
            refused[tool.name] = "the token has no scope '\(tool.scope.rawValue)'"
        }
        return refused
    }

    private func server(of namespace: String, _ profile: ToolProfile) throws -> ContextServer {
        let options = app.service.engine.options
        return try servers.server(
            for: .init(namespace: namespace, profile: profile, zone: options.zone)
        ) {
            try MemoryContextServer.make(
                namespace: namespace, profile: profile, version: app.options.version,
                zone: options.zone, now: options.now, lender: app.service,
                declared: app.endpoints.map {
                    try EndpointTools.tools($0.database, columns: $0.columns) { [app] reason in
                        app.log(.error, "failure", ["reason": .string(reason)])
                    }
                } ?? [])
        }
    }

    private func note(
        _ message: RPCMessage, _ answer: JSON?, _ server: ContextServer, _ call: Call
    ) {
        let isKnown = ContextServer.methods.contains(message.method)
        let failed = answer?["error"] != nil || answer?["result"]?["isError"] == true
        app.metrics.count(
            "dormouse_mcp_requests_total",
            [
                ("method", isKnown ? message.method : "other"),
                ("outcome", failed ? "failed" : "done"),
            ])
        guard message.method == "tools/call", let name = message.parameters["name"]?.string,
            let tool = server.tools.first(where: { $0.name == name })
        else { return }
        let isRefused = server.refused[name] != nil
        guard isRefused || !tool.hints.readOnly else { return }
        app.log(
            isRefused ? .warning : .info, "audit",
            [
                "id": .string(call.id), "action": .string("mcp " + name),
                "caller": .string(call.caller.name), "namespace": .string(call.namespace),
                "outcome": isRefused ? "refused" : failed ? "failed" : "done",
            ])
    }
}

extension Tool {
    /// What a caller needs to use it.
    var scope: Scope {
        if name == "sleep" { return .sleep }
        return hints.readOnly ? .read : .write
    }
}
