import Foundation
import JSON
import Memory

/// A command line on its way to the process that holds the home.
struct ForwardedCommand {
    var arguments: [String]
    var directory: String
    var environment: [String: String]

    var json: JSON {
        [
            "arguments": .array(arguments.map { .string($0) }), "directory": .string(directory),
            "environment": .object(
                JSON.Object(environment.sorted { $0.key < $1.key }.map { ($0, .string($1)) })),
        ]
    }

    /// Has it done there, with the standard descriptors of this process.
    ///
    /// - Parameter patience: how long to wait at most until it is begun.
    /// - Returns: its exit code; nil where it was not begun, because nobody is there, or nobody who
    ///   says anything.
    func run(at path: String, within patience: Duration) throws -> Int32? {
        guard let socket = try? LocalSocket.connect(path) else { return nil }
        defer { close(socket) }
        LocalSocket.limitWaiting(of: socket, to: patience)
        guard (try? HomeRequest.command(self).send(over: socket)) == true else { return nil }
        LocalSocket.limitWaiting(of: socket, to: .zero)
        guard let code = try LocalSocket.readNumber(from: socket) else {
            throw MemoryError(
                .cancelled,
                "the server of this home went away before the command was done; look what it did "
                    + "before you call it again")
        }
        return Int32(bitPattern: code)
    }
}

extension ForwardedCommand {
    init(_ json: JSON) {
        let environment = json["environment"]?.object?.entries ?? []
        self.init(
            arguments: (json["arguments"]?.array ?? []).compactMap(\.string),
            directory: json["directory"]?.string ?? "/",
            environment: Dictionary(
                environment.map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { $1 }))
    }
}
