internal import Dispatch
internal import Synchronization

extension Array where Element: Sendable {
    /// What the elements become, in their order, worked out on all of the machine's cores.
    ///
    /// The calling thread works too and blocks until the last is done.
    func concurrentMap<T: Sendable>(_ transform: @Sendable (Element) -> T) -> [T] {
        /// Below this, waking threads takes longer than the work.
        let leastWork = 64
        guard count > leastWork else { return map(transform) }
        let size = 32
        let parts = (count + size - 1) / size
        let done = Mutex([[T]](repeating: [], count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let made = self[part * size..<Swift.min(count, (part + 1) * size)].map(transform)
            done.withLock { $0[part] = made }
        }
        return done.withLock { $0.flatMap(\.self) }
    }
}
