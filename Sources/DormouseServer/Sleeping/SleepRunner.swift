import JSON
import Memory
import Wire

/// Runs one sleep at a time, and lets any number watch it.
actor SleepRunner {
    enum Event: Sendable {
        case progress(done: Int, total: Int)
        case ended(Result<SleepReport, Problem>)
    }

    private let service: MemoryService
    private var work: Task<Void, Never>?
    private var startedAt: Moment?
    private var progress = (done: 0, total: 0)
    private var last: JSON = .null
    private var watchers: [Int: AsyncStream<Event>.Continuation] = [:]
    private var nextWatcher = 0

    init(service: MemoryService) { self.service = service }

    var status: JSON {
        [
            "state": work == nil ? "idle" : "running", "done": .int(progress.done),
            "total": .int(progress.total), "started_at": JSON(startedAt?.description),
            "last": last,
        ]
    }

    /// Sleeps, and waits for the end.
    ///
    /// - Throws: `conflict` where one runs.
    func sleep(_ request: SleepRequest) async throws -> Result<SleepReport, Problem> {
        for await event in try startWatched(request) {
            if case .ended(let result) = event { return result }
        }
        return .failure(Problem(.internal, "the sleep ended without a report"))
    }

    /// Starts a sleep, and watches it from its beginning: the end of one that is short comes, too.
    ///
    /// - Throws: `conflict` where one runs.
    func startWatched(_ request: SleepRequest) throws -> AsyncStream<Event> {
        try start(request)
        return watch()
    }

    /// Starts a sleep.
    ///
    /// - Returns: the status at its beginning.
    /// - Throws: `conflict` where one runs.
    @discardableResult
    func start(_ request: SleepRequest) throws -> JSON {
        if work != nil {
            throw Problem(.conflict, "sleep runs already; GET /v1/sleep says how far it is")
        }
        progress = (0, 0)
        startedAt = service.engine.options.now()
        let service = service
        work = Task {
            let (steps, continuation) = AsyncStream<(Int, Int)>.makeStream(
                bufferingPolicy: .bufferingNewest(1))
            let follower = Task { for await step in steps { advanced(step.0, step.1) } }
            let result: Result<SleepReport, Problem>
            do {
                result = .success(
                    try await service.sleep(request) { continuation.yield(($0, $1)) })
            } catch { result = .failure(Problem(error)) }
            continuation.finish()
            await follower.value
            ended(result)
        }
        return status
    }

    /// What happens from now on, to the end of the sleep that runs.
    func watch() -> AsyncStream<Event> {
        let (stream, continuation) = AsyncStream<Event>.makeStream(
            bufferingPolicy: .bufferingNewest(16))
        guard work != nil else {
            continuation.finish()
            return stream
        }
        let number = nextWatcher
        nextWatcher += 1
        watchers[number] = continuation
        continuation.yield(.progress(done: progress.done, total: progress.total))
        continuation.onTermination = { [weak self] _ in
            Task { await self?.leave(number) }
        }
        return stream
    }

    private func leave(_ number: Int) { watchers[number] = nil }

    private func advanced(_ done: Int, _ total: Int) {
        progress = (done, total)
        for watcher in watchers.values { watcher.yield(.progress(done: done, total: total)) }
    }

    private func ended(_ result: Result<SleepReport, Problem>) {
        work = nil
        switch result {
        case .success(let report):
            last = ["report": report.json]
        case .failure(let problem):
            last = ["problem": problem.json(requestID: nil)]
        }
        for watcher in watchers.values {
            watcher.yield(.ended(result))
            watcher.finish()
        }
        watchers = [:]
    }
}
