internal import CEvent
import Foundation
import Synchronization

/// One thread that moves the bytes of its connections and runs the tasks that prefer it.
///
/// What runs here must not block.
final class EventLoop: TaskExecutor, @unchecked Sendable {
    // Sendable: `inbox` is locked, numbers are atomic; everything else is touched by the loop's
    // thread only, but for the writing end of the pipe.
    private enum Work: Sendable {
        case job(UnownedJob)
        case action(@Sendable () -> Void)
    }

    private struct Inbox {
        var work: [Work] = []
        var isClosed = false
        /// A byte is in the pipe already.
        var isWoken = false
    }

    private let inbox = Mutex(Inbox())
    private let base: OpaquePointer
    private let wakeUp: Pipe
    private let thread = Atomic<UInt>(0)
    private var wakeUpEvent: OpaquePointer?
    private var ticker: OpaquePointer?
    private(set) var connections: [ObjectIdentifier: Connection] = [:]
    /// For choosing the loop that has least to do; any thread reads it.
    let load = Atomic<Int>(0)
    /// Handlers that have not ended. The thread stays for them.
    let tasks = Atomic<Int>(0)
    private var date = (second: 0, text: "")

    init(name: String) throws(ServerError) {
        guard let base = event_base_new(), let wakeUp = Pipe() else {
            throw ServerError(
                .system, "no event loop can be made: \(String(cString: strerror(errno)))")
        }
        self.base = base
        self.wakeUp = wakeUp
        let started = DispatchSemaphore(value: 0)
        let thread = Thread {
            self.thread.store(Self.ownThread, ordering: .releasing)
            started.signal()
            self.loop()
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
        started.wait()
    }

    var isCurrent: Bool { thread.load(ordering: .acquiring) == Self.ownThread }

    private static var ownThread: UInt {
        #if os(Linux)
            pthread_self()
        #else
            UInt(bitPattern: pthread_self())
        #endif
    }

    /// libevent's base, for those on the loop's thread.
    var eventBase: OpaquePointer { base }

    // MARK: from any thread

    func enqueue(_ job: consuming ExecutorJob) { post(.job(UnownedJob(job))) }

    /// At once where this is the loop's thread, else soon.
    func run(_ action: @escaping @Sendable () -> Void) {
        if isCurrent { action() } else { post(.action(action)) }
    }

    /// Soon, and never from within the call.
    func runLater(_ action: @escaping @Sendable () -> Void) { post(.action(action)) }

    /// Ends the thread once its work is done.
    func close() {
        let mustWake = inbox.withLock { inbox in
            inbox.isClosed = true
            defer { inbox.isWoken = true }
            return !inbox.isWoken
        }
        if mustWake { wakeUp.write() }
    }

    private func post(_ work: Work) {
        let isHere = isCurrent
        let mustWake = inbox.withLock { inbox in
            inbox.work.append(work)
            if isHere || inbox.isWoken { return false }
            inbox.isWoken = true
            return true
        }
        if mustWake { wakeUp.write() }
    }

    // MARK: on the loop's thread

    private func loop() {
        // A client that is gone is an error of `write`, not a signal; all other signals belong to
        // other threads.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        let context = Unmanaged.passUnretained(self).toOpaque()
        wakeUpEvent = event_new(
            base, wakeUp.readingEnd, Int16(EV_READ | EV_PERSIST),
            { descriptor, _, _ in Pipe.empty(descriptor) }, context)
        event_add(wakeUpEvent, nil)
        ticker = event_new(
            base, -1, Int16(EV_PERSIST),
            { _, _, context in
                guard let context else { return }
                Unmanaged<EventLoop>.fromOpaque(context).takeUnretainedValue().tick()
            }, context)
        while true {
            let (work, isClosed) = inbox.withLock { inbox in
                inbox.isWoken = false
                defer { inbox.work.removeAll(keepingCapacity: true) }
                return (inbox.work, inbox.isClosed)
            }
            for work in work {
                switch work {
                case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
                case .action(let action): action()
                }
            }
            let isOver = isClosed && tasks.current == 0
            if isOver && work.isEmpty { break }
            let mayWait = inbox.withLock { $0.work.isEmpty && !isOver }
            event_base_loop(base, mayWait ? EVLOOP_ONCE : EVLOOP_NONBLOCK)
        }
        event_free(wakeUpEvent)
        event_free(ticker)
        event_base_free(base)
    }

    func add(_ connection: Connection) {
        if connections.isEmpty {
            var interval = timeval(tv_sec: 0, tv_usec: 250_000)
            event_add(ticker, &interval)
        }
        connections[ObjectIdentifier(connection)] = connection
    }

    func remove(_ connection: Connection) {
        guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        load.subtract(1, ordering: .relaxed)
        if connections.isEmpty { event_del(ticker) }
    }

    /// Looks which connections have used up their time.
    private func tick() {
        let now = ContinuousClock.now
        for connection in Array(connections.values) { connection.tick(now) }
    }

    /// The time of day for headers.
    func dateText() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        if now.tv_sec != date.second {
            date = (now.tv_sec, HTTPDate.text(secondsSince1970: now.tv_sec))
        }
        return date.text
    }
}
