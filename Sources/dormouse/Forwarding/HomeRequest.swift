import Foundation
import JSON
import Memory

/// What a process asks of the one that holds the home, over the socket in it.
///
/// It is one object of JSON after its length; with a command come the standard descriptors of
/// whoever called it. What is taken on is said with one byte, so that whoever asked knows whether
/// anything can have been done when the other side goes away.
enum HomeRequest {
    /// To do a command.
    case command(ForwardedCommand)
    /// To answer a message of an agent.
    case answer(AgentMessage)
    /// To lend the home's files until the connection ends.
    case lend(changes: Bool)
    /// To let the home go, where it is held only because it may be needed again.
    case leave

    private static let taken: UInt8 = 1
    private static let longest = 64 << 20

    private var json: JSON {
        switch self {
        case .command(let command): ["command": command.json]
        case .answer(let message): ["answer": message.json]
        case .lend(let changes): ["lend": ["changes": .bool(changes)]]
        case .leave: ["leave": [:]]
        }
    }

    private init(_ json: JSON) throws {
        if let command = json["command"] {
            self = .command(ForwardedCommand(command))
        } else if let message = json["answer"] {
            self = .answer(try AgentMessage(message))
        } else if let lending = json["lend"] {
            self = .lend(changes: lending["changes"]?.bool ?? true)
        } else if json["leave"] != nil {
            self = .leave
        } else {
            throw MemoryError(.invalidInput, "this process does not know what it is asked for")
        }
    }

    /// Sends it, and waits until it is taken on.
    ///
    /// - Returns: false where the other side ended, or the time of the socket, without that it has
    ///   begun; nor will it.
    func send(over socket: Int32) throws -> Bool {
        let body = json.bytes()
        if case .command = self {
            try PassedDescriptors.send([0, 1, 2], length: body.count, over: socket)
        } else {
            try LocalSocket.writeNumber(UInt32(body.count), to: socket)
        }
        try LocalSocket.write(body, to: socket)
        if try LocalSocket.read(1, from: socket) == [Self.taken] { return true }
        // One that comes back later, such as a process that was stopped, cannot say that it takes it
        // on; one that has said so just now has.
        shutdown(socket, Int32(SHUT_RDWR))
        return try LocalSocket.read(1, from: socket) == [Self.taken]
    }

    /// Asks a process to let the home go.
    static func askToLeave(at path: String) {
        guard let socket = try? LocalSocket.connect(path) else { return }
        defer { close(socket) }
        LocalSocket.limitWaiting(of: socket, to: .seconds(1))
        _ = try? HomeRequest.leave.send(over: socket)
    }

    /// Takes one in, and says so.
    static func receive(over socket: Int32) throws -> (HomeRequest, descriptors: [Int32]) {
        let (descriptors, length) = try PassedDescriptors.receive(over: socket)
        do {
            guard length <= longest else {
                throw MemoryError(.invalidInput, "a request of \(length) bytes is too long")
            }
            let request = try HomeRequest(
                try JSON.parse(try LocalSocket.read(length, from: socket)))
            if case .command = request, descriptors.count != PassedDescriptors.count {
                throw MemoryError(.invalidInput, "a command came without its descriptors")
            }
            try LocalSocket.write([taken], to: socket)
            return (request, descriptors)
        } catch {
            for descriptor in descriptors { close(descriptor) }
            throw error
        }
    }
}
