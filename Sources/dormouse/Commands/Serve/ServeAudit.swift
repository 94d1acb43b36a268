import DormouseServer
import JSON
import Memory

/// Writes down what commands and agents of other processes change through a server.
struct ServeAudit {
    private let log: ServerLog
    /// Commands that change nothing.
    private static let reading: Set<String> = [
        "recall", "show", "export", "stats", "list", "recent", "facts", "context", "sleep log",
        "sleep show", "sleep diff", "sleep plan", "forget verify",
    ]

    init(_ log: ServerLog) { self.log = log }

    func duties(_ service: MemoryService) -> CommandServer.Duties {
        let log = log
        let desk = AgentDesk(version: Dormouse.version, now: Invocation.now, lender: service) {
            Self.note(log, "mcp " + $0, "agent", $1, isDone: $2)
        }
        return .init(
            engine: service.engine, desk: desk,
            note: { command, namespace, code in
                guard !Self.reading.contains(command) else { return }
                Self.note(log, command, "command line", namespace, isDone: code == 0)
            })
    }

    private static func note(
        _ log: ServerLog, _ action: String, _ caller: String, _ namespace: String, isDone: Bool
    ) {
        log(
            .info, "audit",
            [
                "action": .string(action), "caller": .string(caller),
                "namespace": .string(namespace), "outcome": isDone ? "done" : "failed",
            ])
    }
}
