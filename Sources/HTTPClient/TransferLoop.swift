internal import CCurl
import Foundation
import Synchronization

/// The one thread of a client: it moves all transfers, fires timers and runs the jobs of tasks
/// that prefer it.
///
/// Nothing here needs a thread of Swift's cooperative pool, so a caller may block one while it
/// waits for an answer.
final class TransferLoop: TaskExecutor, @unchecked Sendable {
    // Sendable: `inbox` is locked; everything else is touched by the loop's thread only, but for
    // the multi handle's wake-up, which libcurl allows from any thread.
    typealias Completion = @Sendable (Result<HTTPResponse, HTTPError>) -> Void

    private enum Order: Sendable {
        case start(UInt64, HTTPRequest, Completion)
        case cancel(UInt64)
        case timer(UInt64, ContinuousClock.Instant, @Sendable () -> Void)
        case cancelTimer(UInt64)
    }

    private struct Inbox {
        var orders: [Order] = []
        var jobs: [UnownedJob] = []
        var isClosed = false
    }

    private let inbox = Mutex(Inbox())
    private let numbers = Atomic<UInt64>(1)
    private let multi: UnsafeMutableRawPointer
    private var transfers: [UInt64: Transfer] = [:]
    private var idOfHandle: [OpaquePointer: UInt64] = [:]
    private var timers = Timers()

    init(idleConnections: Int) {
        _ = Self.library
        guard let multi = curl_multi_init() else { fatalError("libcurl: out of memory") }
        self.multi = multi
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, idleConnections)
        let thread = Thread { self.run() }
        thread.name = "http client"
        thread.stackSize = 1 << 20
        thread.start()
    }

    private static let library: Void = { _ = ccurl_global_init() }()

    // MARK: from any thread

    func start(_ request: HTTPRequest, _ completion: @escaping Completion) -> UInt64 {
        let id = nextNumber()
        if !post(.start(id, request, completion)) {
            completion(.failure(HTTPError(.cancelled, "the client is closed")))
        }
        return id
    }

    func cancel(_ id: UInt64) { _ = post(.cancel(id)) }

    func after(_ time: Duration, _ action: @escaping @Sendable () -> Void) -> UInt64 {
        let id = nextNumber()
        if !post(.timer(id, .now + time, action)) { action() }
        return id
    }

    func cancelTimer(_ id: UInt64) { _ = post(.cancelTimer(id)) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        inbox.withLock { $0.jobs.append(job) }
        curl_multi_wakeup(multi)
    }

    /// Cancels what is under way and ends the thread.
    func close() {
        inbox.withLock { $0.isClosed = true }
        curl_multi_wakeup(multi)
    }

    private func nextNumber() -> UInt64 {
        numbers.wrappingAdd(1, ordering: .relaxed).oldValue
    }

    /// False where the loop has ended and will not see it.
    private func post(_ order: Order) -> Bool {
        let isOpen = inbox.withLock { inbox in
            if inbox.isClosed { return false }
            inbox.orders.append(order)
            return true
        }
        if isOpen { curl_multi_wakeup(multi) }
        return isOpen
    }

    // MARK: on the loop's thread

    private func run() {
        while true {
            let (orders, jobs, isClosed) = inbox.withLock { inbox in
                defer {
                    inbox.orders.removeAll(keepingCapacity: true)
                    inbox.jobs.removeAll(keepingCapacity: true)
                }
                return (inbox.orders, inbox.jobs, inbox.isClosed)
            }
            for order in orders { obey(order) }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            for action in timers.due(at: .now) { action() }
            if isClosed && orders.isEmpty && jobs.isEmpty {
                if transfers.isEmpty { break }
                for id in transfers.keys { obey(.cancel(id)) }
                continue
            }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            collectFinished()
            let mayWait = inbox.withLock { $0.orders.isEmpty && $0.jobs.isEmpty && !$0.isClosed }
            if mayWait {
                // libcurl cuts this to its own timers.
                curl_multi_poll(multi, nil, 0, Int32(timers.milliseconds(from: .now)), nil)
            }
        }
        // The thread's closure keeps the loop alive until here.
        curl_multi_cleanup(multi)
    }

    private func obey(_ order: Order) {
        switch order {
        case .start(let id, let request, let completion):
            do {
                let transfer = try Transfer(request, completion: completion)
                transfers[id] = transfer
                idOfHandle[transfer.easy] = id
                curl_multi_add_handle(multi, UnsafeMutableRawPointer(transfer.easy))
            } catch { completion(.failure(error)) }
        case .cancel(let id): remove(id)?.cancel()
        case .timer(let id, let time, let action): timers.add(id, time, action)
        case .cancelTimer(let id): timers.fire(id)?()
        }
    }

    private func remove(_ id: UInt64) -> Transfer? {
        guard let transfer = transfers.removeValue(forKey: id) else { return nil }
        idOfHandle[transfer.easy] = nil
        curl_multi_remove_handle(multi, UnsafeMutableRawPointer(transfer.easy))
        return transfer
    }

    private func collectFinished() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE,
                let id = idOfHandle[OpaquePointer(message.pointee.easy_handle)]
            else { continue }
            // The message is gone once the handle is removed.
            let code = ccurl_result(message)
            remove(id)?.finish(code)
        }
    }
}
