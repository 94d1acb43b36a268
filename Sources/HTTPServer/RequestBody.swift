import Synchronization

/// The body of a request: its bytes as they arrive, at the pace at which they are taken.
///
/// It can be read once, by one task at a time.
public final class RequestBody: Sendable {
    /// Why a body ends early.
    public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// It has more bytes than are wanted.
        case tooLarge(limit: Int)
        /// The rest is not well-formed, comes too slowly, or will not come.
        case fault(RequestFault)
        /// The client is gone, or the task that reads was cancelled.
        case cancelled

        public var description: String {
            switch self {
            case .tooLarge(let limit): "the body has more than \(limit) bytes"
            case .fault(let fault): fault.reason
            case .cancelled: "the client is gone"
            }
        }
    }

    private typealias Waiter = CheckedContinuation<[UInt8]?, any Error>

    private struct State {
        var pieces: [[UInt8]] = []
        var bytes = 0
        var isComplete = false
        var failure: Failure?
        var waiter: Waiter?
    }

    private let state = Mutex(State())
    /// How long it will be; nil where it comes in chunks.
    public let announcedBytes: Int?
    /// Told when somebody wants bytes that are not here.
    private let wanted: @Sendable () -> Void

    init(announcedBytes: Int?, wanted: @escaping @Sendable () -> Void) {
        self.announcedBytes = announcedBytes
        self.wanted = wanted
    }

    /// A body that is here already, for tests of handlers.
    public convenience init(_ bytes: [UInt8]) {
        self.init(announcedBytes: bytes.count, wanted: {})
        push(bytes)
        finish()
    }

    /// The next bytes; nil after the last.
    public func next() async throws(Failure) -> [UInt8]? {
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { wait($0) }
            } onCancel: {
                fail(.cancelled)
            }
        } catch {
            throw error as? Failure ?? .cancelled
        }
    }

    /// The whole body.
    ///
    /// - Throws: `tooLarge` beyond the limit, and before anything is read where the length is known.
    public func collect(upTo limit: Int) async throws(Failure) -> [UInt8] {
        if let announcedBytes, announcedBytes > limit { throw .tooLarge(limit: limit) }
        var all: [UInt8] = []
        while let piece = try await next() {
            if all.isEmpty { all = piece } else { all += piece }
            if all.count > limit { throw .tooLarge(limit: limit) }
        }
        return all
    }

    private func wait(_ waiter: Waiter) {
        enum Outcome {
            case piece([UInt8]?)
            case failed(Failure)
            case waits
        }
        let outcome: Outcome = state.withLock { state in
            if !state.pieces.isEmpty {
                let piece = state.pieces.removeFirst()
                state.bytes -= piece.count
                return .piece(piece)
            }
            if let failure = state.failure { return .failed(failure) }
            if state.isComplete { return .piece(nil) }
            state.waiter = waiter
            return .waits
        }
        switch outcome {
        case .piece(let piece): waiter.resume(returning: piece)
        case .failed(let failure): waiter.resume(throwing: failure)
        case .waits: wanted()
        }
    }

    // MARK: from the connection

    /// Bytes that wait for the reader.
    var waitingBytes: Int { state.withLock { $0.bytes } }

    func push(_ bytes: [UInt8]) {
        let waiter: Waiter? = state.withLock { state in
            if let waiter = state.waiter {
                state.waiter = nil
                return waiter
            }
            state.pieces.append(bytes)
            state.bytes += bytes.count
            return nil
        }
        waiter?.resume(returning: bytes)
    }

    func finish() {
        let waiter = state.withLock { state in
            state.isComplete = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }

    func fail(_ failure: Failure) {
        let waiter: Waiter? = state.withLock { state in
            if state.isComplete || state.failure != nil { return nil }
            state.failure = failure
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(throwing: failure)
    }
}
