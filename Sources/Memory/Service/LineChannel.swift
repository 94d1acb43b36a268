import Foundation
import Synchronization

/// Lines from a thread that may block to a task that must not; the thread waits where the task is
/// slower.
final class LineChannel: Sendable {
    private struct State {
        var lines: [String] = []
        var reader: CheckedContinuation<String?, any Error>?
        var end: Result<String?, any Error>?
        var isAbandoned = false
    }

    private let state = Mutex(State())
    private let room: DispatchSemaphore

    init(room: Int = 256) {
        // One that begins with its room could not be let go of before all of it is given back.
        self.room = DispatchSemaphore(value: 0)
        for _ in 0..<room { self.room.signal() }
    }

    /// Waits for room. To be called from a thread that may block.
    func send(_ line: String) throws {
        room.wait()
        let (reader, isAbandoned) = state.withLock { state in
            let reader = state.reader
            state.reader = nil
            if reader == nil { state.lines.append(line) }
            return (reader, state.isAbandoned)
        }
        if let reader {
            room.signal()
            reader.resume(returning: line)
        }
        if isAbandoned { throw MemoryError(.cancelled, "nobody reads any more") }
    }

    /// - Parameter error: nil where all was sent.
    func finish(_ error: (any Error)?) {
        let end: Result<String?, any Error> = error.map { .failure($0) } ?? .success(nil)
        let reader = state.withLock { state in
            state.end = end
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(with: end)
    }

    /// The next line; nil at the end.
    func next() async throws -> String? {
        try await withCheckedThrowingContinuation { continuation in
            let answer: Result<String?, any Error>? = state.withLock { state in
                if !state.lines.isEmpty { return .success(state.lines.removeFirst()) }
                if let end = state.end { return end }
                state.reader = continuation
                return nil
            }
            guard let answer else { return }
            if case .success(.some) = answer { room.signal() }
            continuation.resume(with: answer)
        }
    }

    /// Nobody will read any more: whoever sends is told.
    func abandon() {
        let reader = state.withLock { state in
            state.isAbandoned = true
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(throwing: CancellationError())
        room.signal()
    }
}

/// The reading end: when nobody has it any more, the sending end is told.
final class LineReader: Sendable {
    private let channel: LineChannel
    private let cancel: @Sendable () -> Void

    init(_ channel: LineChannel, cancel: @escaping @Sendable () -> Void) {
        self.channel = channel
        self.cancel = cancel
    }

    deinit {
        channel.abandon()
        cancel()
    }

    func next() async throws -> String? {
        try await withTaskCancellationHandler {
            try await channel.next()
        } onCancel: {
            channel.abandon()
            cancel()
        }
    }
}
