import Foundation
import Synchronization

/// An engine for many callers at once that must not block: every call is done by one of a bounded
/// number of threads, and can be given up.
///
/// Guarantees: no call blocks the thread that awaits it. One whose task is cancelled, or whose
/// deadline passes, is dropped where it still waits; where it reads, its statement is interrupted;
/// where it writes, it is finished, so that what was written is never in doubt. Long work (sleep,
/// import, export) has threads of its own, which give way to those of recall; erasures have one.
public final class MemoryService: Sendable {
    /// How a service is run.
    public struct Options: Sendable {
        /// Calls that are worked on at once.
        public var threads = 8
        /// Pieces of long work that are done at once.
        public var longThreads = 4
        /// Calls that may wait for a thread; further ones are refused as `overloaded`.
        public var waiting = 1024
        /// How long a call may take, where it does not say so itself; nil: as long as it takes.
        public var deadline: Duration? = .seconds(30)
        /// How often vectors that are missing are looked for, where there is a model; nil: never.
        public var backlogPeriod: Duration? = .seconds(60)

        public init() {}
    }

    /// Which threads do a call.
    enum Lane { case short, long, erasure }

    public let engine: MemoryEngine
    public let options: Options
    private let short: WorkerThreads
    private let long: WorkerThreads
    /// One after the other. They do not give way: while files are written anew everybody waits.
    private let erasures: WorkerThreads
    private let vectors: ToldVectors
    private let backlog: Ticker?

    public init(_ engine: MemoryEngine, options: Options = Options()) {
        self.engine = engine
        self.options = options
        short = WorkerThreads("worker", count: options.threads, room: options.waiting)
        let long = WorkerThreads(
            "long work", count: options.longThreads, room: options.waiting, givesWay: true)
        self.long = long
        erasures = WorkerThreads("erasure", count: 1, room: options.waiting)
        vectors = ToldVectors(engine: engine, threads: long)
        let isEmbedding = Mutex(false)
        backlog = options.backlogPeriod.map { period in
            Ticker(every: period) {
                guard
                    isEmbedding.withLock({ isBusy in
                        defer { isBusy = true }
                        return !isBusy
                    })
                else { return }
                let isTaken = long.submit {
                    _ = try? engine.embedMissing()
                    isEmbedding.withLock { $0 = false }
                }
                if !isTaken { isEmbedding.withLock { $0 = false } }
            }
        }
    }

    /// Calls that run and wait now.
    public var load: (running: Int, waiting: Int) { short.load }

    /// Runs `body` on one of the threads.
    ///
    /// - Parameter deadline: nil for that of the options.
    /// - Throws: what `body` throws; `overloaded`, `timedOut`, `cancelled`.
    public func run<T: Sendable>(
        deadline: Duration? = nil, _ body: @escaping @Sendable (MemoryEngine) throws -> T
    ) async throws -> T {
        try await run(.short, deadline: deadline ?? options.deadline, body)
    }

    func run<T: Sendable>(
        _ lane: Lane, deadline: Duration?,
        _ body: @escaping @Sendable (MemoryEngine) throws -> T
    ) async throws -> T {
        let call = ServiceCall<T>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                call.await(continuation)
                if let deadline { call.expire(in: deadline) }
                let engine = engine
                let threads =
                    switch lane {
                    case .short: short
                    case .long: long
                    case .erasure: erasures
                    }
                if !threads.submit({ call.run { try body(engine) } }) {
                    call.fail(
                        MemoryError(
                            .overloaded,
                            "too many calls wait already (\(options.waiting)); try again later"))
                }
            }
        } onCancel: {
            call.stop(MemoryError(.cancelled, "the call was cancelled"))
        }
    }

    /// Makes vectors of what was told, soon.
    func embedSoon(_ told: [(id: UUID, content: String)]) { vectors.add(told) }

    /// Takes no more calls, finishes those it has, and writes down what was recalled.
    ///
    /// - Parameter patience: how long work (a sleep, an import) is waited for; nil for as long as it
    ///   takes. What is not done by then goes on in its threads: the program had better end. A sleep is
    ///   gone on with by the next, and what an import has kept is kept.
    /// - Returns: whether everything was done.
    @discardableResult
    public func close(within patience: Duration? = nil) async throws -> Bool {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Bool, any Error>) in
            Thread.detachNewThread { [self] in
                short.close()
                let isErased = erasures.close(within: patience)
                let isDone = long.close(within: patience) && isErased
                done.resume(
                    with: Result {
                        try engine.flush()
                        return isDone
                    })
            }
        }
    }
}
