import Dispatch
import Synchronization

/// A vector that is made on another thread meanwhile.
final class PendingVector: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<[Float], MemoryError>>(.success([]))

    init(of text: String, by encoder: Encoder) {
        DispatchQueue.global(qos: .userInitiated).async { [self] in
            let made = Result { () throws(MemoryError) in try encoder.vector(of: text) }
            result.withLock { $0 = made }
            done.signal()
        }
    }

    /// Waits for it; once.
    func get() throws(MemoryError) -> [Float] {
        done.wait()
        return try result.withLock(\.self).get()
    }
}
