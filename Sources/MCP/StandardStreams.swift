import Foundation
public import JSON
import Synchronization

/// Serves one client over standard input and output: a line of JSON a message, and nothing else on
/// standard output.
///
/// Requests are answered side by side, each when it is done. It ends when the input ends, or when
/// the process that started it is gone.
public final class StandardStreams: Sendable {
    private let answer: @Sendable (JSON) async -> JSON?
    private let output: Int32
    private let parent: pid_t
    private let underWay = Mutex<[JSON: Task<Void, Never>]>([:])
    private let writing = Mutex(())
    /// A longer line is not read.
    static let longestLineBytes = 32 << 20

    /// - Parameters:
    ///   - output: the descriptor that answers are written to.
    ///   - answer: answers a message; nil for what wants no answer.
    public init(output: Int32, answer: @escaping @Sendable (JSON) async -> JSON?) {
        self.answer = answer
        self.output = output
        parent = getppid()
    }

    /// - Parameter output: the descriptor that answers are written to.
    public convenience init(_ server: ContextServer, output: Int32) {
        self.init(output: output) { await server.answer(to: $0) }
    }

    /// Reads until there is no more, and waits for what is under way. Blocks: not to be called on
    /// a thread of Swift's own.
    ///
    /// - Parameters:
    ///   - input: the descriptor that messages are read from.
    ///   - patience: how long the last answers may take after the input has ended.
    public func serve(input: Int32, patience: Duration = .seconds(20)) {
        var lines = LineReader(limit: Self.longestLineBytes)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while isWanted {
            var entry = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            let ready = poll(&entry, 1, 1000)
            if ready == 0 || (ready < 0 && errno == EINTR) { continue }
            let count = read(input, &buffer, buffer.count)
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count > 0 else { break }
            for line in lines.take(buffer[..<count]) { take(line) }
        }
        // A last line may have no end.
        if let rest = lines.rest { take(.line(rest)) }
        let end = ContinuousClock.now + patience
        while !underWay.withLock(\.isEmpty), ContinuousClock.now < end { usleep(2000) }
    }

    /// A process whose client was killed is given to another parent.
    private var isWanted: Bool { getppid() == parent }

    private func take(_ line: LineReader.Line) {
        guard case .line(let bytes) = line else {
            send(
                .failure(
                    .null,
                    RPCError(
                        RPCError.invalidRequest,
                        "a message has at most \(Self.longestLineBytes) bytes")))
            return
        }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0d || $0 == 0x09 }) { return }
        let json: JSON
        do { json = try JSON.parse(bytes, refusesDuplicateKeys: true) } catch {
            send(.failure(.null, RPCError(RPCError.parseError, "this is not JSON: \(error)")))
            return
        }
        guard let batch = json.array else { return take(json) }
        // Batches were there until 2025-03-26: their answers may as well come one by one.
        if batch.isEmpty {
            send(.failure(.null, RPCError(RPCError.invalidRequest, "the batch is empty")))
        }
        for message in batch { take(message) }
    }

    private func take(_ json: JSON) {
        if json["method"] == "notifications/cancelled" {
            if let id = json["params"]?["requestId"] { underWay.withLock { $0[id] }?.cancel() }
            return
        }
        let id = json["id"] ?? .null
        underWay.withLock { tasks in
            guard id.isNull || tasks[id] == nil else {
                send(
                    .failure(
                        id,
                        RPCError(
                            RPCError.invalidRequest,
                            "a request with this id has no answer yet")))
                return
            }
            let task = Task { [self] in
                let answer = await answer(json)
                // Who gave a request up wants no answer to it.
                if let answer, !Task.isCancelled { send(answer) }
                underWay.withLock { $0[id] = nil }
            }
            if !id.isNull { tasks[id] = task }
        }
    }

    /// Writes a line, whole.
    private func send(_ message: JSON) {
        let bytes = Array((message.text() + "\n").utf8)
        writing.withLock { _ in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}
