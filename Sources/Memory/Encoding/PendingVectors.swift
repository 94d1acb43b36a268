import Dispatch
import Synchronization

/// Vectors that the encoder makes meanwhile.
final class PendingVectors: Sendable {
    private let made = Mutex<Result<[Float], MemoryError>?>(nil)
    private let done = DispatchGroup()

    init() { done.enter() }

    /// Waits for them; they stand one after another.
    func get() throws(MemoryError) -> [Float] {
        done.wait()
        guard let made = made.withLock(\.self) else { return [] }
        return try made.get()
    }

    /// Whether they could not be made.
    var hasFailed: Bool {
        guard case .failure? = made.withLock(\.self) else { return false }
        return true
    }

    /// To be called once.
    func set(_ result: Result<[Float], MemoryError>) {
        made.withLock { $0 = result }
        done.leave()
    }
}
