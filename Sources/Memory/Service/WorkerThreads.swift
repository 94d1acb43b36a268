import Foundation

/// A bounded number of threads that do blocking work, first come, first served.
///
/// Guarantees: never more than `count` pieces of work at once, and never more than `room` waiting;
/// who comes then is told so at once. Threads are started when they are first needed.
final class WorkerThreads: @unchecked Sendable {
    // Sendable: everything is only touched under `condition`.
    private let condition = NSCondition()
    private let name: String
    private let count: Int
    private let room: Int
    private let givesWay: Bool
    private var work: [@Sendable () -> Void] = []
    private var started = 0
    private var idle = 0
    private var busy = 0
    private var isClosed = false

    /// - Parameter givesWay: whether other threads of the machine come first, those it starts (as a
    ///   database that sleep opens) included.
    init(_ name: String, count: Int, room: Int, givesWay: Bool = false) {
        self.name = name
        self.givesWay = givesWay
        self.count = max(1, count)
        self.room = room
    }

    /// How many pieces of work run and wait.
    var load: (running: Int, waiting: Int) { condition.withLock { (busy, work.count) } }

    /// - Returns: false where there is no room, or it is closed.
    func submit(_ body: @escaping @Sendable () -> Void) -> Bool {
        condition.withLock {
            guard !isClosed, work.count < room else { return false }
            work.append(body)
            if idle == 0, started < count {
                started += 1
                let thread = Thread { [self] in run() }
                thread.name = "dormouse \(name)"
                // Stemmers, SQL and regular expressions want more than the half megabyte of a
                // secondary thread.
                thread.stackSize = 4 << 20
                if givesWay { thread.qualityOfService = .utility }
                thread.start()
            } else {
                condition.signal()
            }
            return true
        }
    }

    /// Takes nothing more; returns when everything that was taken is done, or the time is up.
    ///
    /// - Parameter patience: nil for as long as it takes.
    /// - Returns: whether everything is done.
    @discardableResult
    func close(within patience: Duration? = nil) -> Bool {
        let end = patience.map { Date(timeIntervalSinceNow: $0 / .seconds(1)) }
        return condition.withLock {
            isClosed = true
            condition.broadcast()
            while busy > 0 || !work.isEmpty {
                // A date too far off is an error there.
                guard let end else {
                    condition.wait()
                    continue
                }
                if !condition.wait(until: end) { return busy == 0 && work.isEmpty }
            }
            return true
        }
    }

    private func run() {
        #if canImport(Glibc)
            // On Linux a thread has a priority of its own; what it starts has the same.
            let mine = __priority_which_t(PRIO_PROCESS.rawValue)
            if givesWay { setpriority(mine, 0, getpriority(mine, 0) + 10) }
        #endif
        while let body = next() {
            body()
            condition.withLock {
                busy -= 1
                if isClosed { condition.broadcast() }
            }
        }
    }

    private func next() -> (@Sendable () -> Void)? {
        condition.withLock {
            idle += 1
            while work.isEmpty {
                if isClosed { return nil }
                condition.wait()
            }
            idle -= 1
            busy += 1
            return work.removeFirst()
        }
    }
}
