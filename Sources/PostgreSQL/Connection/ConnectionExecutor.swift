import Dispatch

/// The thread of a connection, as the executor of its actor: calls into libpq may block here,
/// and never on Swift's cooperative threads.
final class ConnectionExecutor: SerialExecutor {
    let queue = DispatchQueue(label: "postgresql.connection")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Asked where a Dispatch source calls the actor on this queue.
    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
