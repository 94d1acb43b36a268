import DormouseServer
import Foundation
import JSON
import Memory
import Synchronization

/// A message of an agent on its way to the process that holds the home, and for whom it is answered
/// there.
struct AgentMessage: Sendable {
    var message: JSON
    var desk: AgentDesk.Key

    /// What became of it.
    enum Outcome: Sendable {
        /// Nil where no answer is wanted.
        case answered(JSON?)
        /// Nobody is there, or nobody who says anything; nothing was done.
        case refused
        /// Whoever did it went away in the middle.
        case lost
    }

    var json: JSON {
        [
            "message": message, "namespace": .string(desk.namespace),
            "tools": .string(desk.profile.rawValue), "zone": .string(desk.zone.identifier),
        ]
    }

    /// Has it answered there. Cancelling the task gives it up there, too.
    ///
    /// - Parameter patience: how long to wait at most until it is begun.
    func ask(at path: String, within patience: Duration) async -> Outcome {
        let line = OpenLine()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(returning: ask(at: path, patience, line))
                }
            }
        } onCancel: {
            line.cut()
        }
    }

    private func ask(at path: String, _ patience: Duration, _ line: OpenLine) -> Outcome {
        guard let socket = try? LocalSocket.connect(path) else { return .refused }
        line.open(socket)
        defer { line.close() }
        LocalSocket.limitWaiting(of: socket, to: patience)
        guard (try? HomeRequest.answer(self).send(over: socket)) == true else { return .refused }
        LocalSocket.limitWaiting(of: socket, to: .zero)
        guard let length = try? LocalSocket.readNumber(from: socket) else { return .lost }
        if length == 0 { return .answered(nil) }
        guard let bytes = try? LocalSocket.read(Int(length), from: socket), bytes.count == length,
            let answer = try? JSON.parse(bytes)
        else { return .lost }
        return .answered(answer)
    }
}

extension AgentMessage {
    init(_ json: JSON) throws {
        guard let message = json["message"], let namespace = json["namespace"]?.string,
            let profile = json["tools"]?.string.flatMap(ToolProfile.init),
            let zone = json["zone"]?.string.flatMap(TimeZone.init(identifier:))
        else { throw MemoryError(.invalidInput, "a message came without whom it is from") }
        try MemoryDraft.validate(namespace: namespace)
        self.message = message
        desk = .init(namespace: namespace, profile: profile, zone: zone)
    }
}

/// A socket that somebody else may cut off.
private final class OpenLine: Sendable {
    private enum State {
        case closed
        case open(Int32)
        case cut
    }
    private let state = Mutex(State.closed)

    func open(_ socket: Int32) {
        state.withLock { state in
            if case .cut = state { shutdown(socket, Int32(SHUT_RDWR)) }
            state = .open(socket)
        }
    }

    func cut() {
        state.withLock { state in
            if case .open(let socket) = state { shutdown(socket, Int32(SHUT_RDWR)) }
            if case .closed = state { state = .cut }
        }
    }

    func close() {
        state.withLock { state in
            if case .open(let socket) = state { Foundation.close(socket) }
            state = .closed
        }
    }
}
