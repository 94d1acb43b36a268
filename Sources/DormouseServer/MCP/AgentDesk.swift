public import Foundation
public import JSON
import MCP
public import Memory

/// Answers agents whose own process does not hold the memories.
public struct AgentDesk: Sendable {
    /// Whose memories, which tools, and how times without a zone are read.
    public struct Key: Sendable {
        public var namespace: String
        public var profile: ToolProfile
        public var zone: TimeZone

        public init(namespace: String, profile: ToolProfile, zone: TimeZone) {
            self.namespace = namespace
            self.profile = profile
            self.zone = zone
        }
    }

    private let version: String
    private let now: @Sendable () -> Moment
    private let lender: any MemoryLender
    private let note: @Sendable (_ tool: String, _ namespace: String, _ isDone: Bool) -> Void
    private let servers = ContextTable()

    /// - Parameter note: writes down that a tool that changes something was called.
    public init(
        version: String, now: @escaping @Sendable () -> Moment, lender: any MemoryLender,
        note: @escaping @Sendable (_ tool: String, _ namespace: String, _ isDone: Bool) -> Void = {
            _, _, _ in
        }
    ) {
        self.version = version
        self.now = now
        self.lender = lender
        self.note = note
    }

    /// - Returns: nil for what wants no answer.
    public func answer(_ json: JSON, for key: Key) async -> JSON? {
        do {
            let server = try servers.server(for: key) {
                try MemoryContextServer.make(
                    namespace: key.namespace, profile: key.profile, version: version,
                    zone: key.zone, now: now, lender: lender)
            }
            let answer = await server.answer(to: json)
            if json["method"] == "tools/call", let name = json["params"]?["name"]?.string,
                server.tools.contains(where: { $0.name == name && !$0.hints.readOnly })
            {
                let failed = answer?["error"] != nil || answer?["result"]?["isError"] == true
                note(name, key.namespace, !failed)
            }
            return answer
        } catch {
            return ContextServer.refusal(
                of: json, RPCError(RPCError.internalError, String(describing: error)))
        }
    }
}
