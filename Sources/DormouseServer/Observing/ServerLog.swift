public import JSON
public import Memory

/// Lines of JSON about what the server does: one a request, one an audit, one a fault. None of them
/// holds what a memory says, a question, or a token.
public struct ServerLog: Sendable {
    public enum Level: String, Sendable { case info, warning, error }

    private let now: @Sendable () -> Moment
    private let write: @Sendable (String) -> Void

    /// - Parameter write: gets a line without its end.
    public init(now: @escaping @Sendable () -> Moment, write: @escaping @Sendable (String) -> Void)
    {
        self.now = now
        self.write = write
    }

    public func callAsFunction(_ level: Level, _ event: String, _ fields: JSON.Object = [:]) {
        var object: JSON.Object = [
            "time": .string(now().description), "level": .string(level.rawValue),
            "event": .string(event),
        ]
        for entry in fields.entries { object[entry.key] = entry.value }
        write(JSON.object(object).text())
    }
}
