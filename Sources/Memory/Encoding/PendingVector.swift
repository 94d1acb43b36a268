import Dispatch
import Synchronization

/// A vector that another thread makes meanwhile, if one is free; else whoever wants it does.
final class PendingVector: Sendable {
    private let text: String
    private let encoder: Encoder
    private let isBegun = Mutex(false)
    private let made = Mutex<Result<[Float], MemoryError>>(.success([]))
    private let done = DispatchSemaphore(value: 0)

    init(of text: String, by encoder: Encoder) {
        self.text = text
        self.encoder = encoder
        DispatchQueue.global(qos: .userInitiated).async { [self] in
            guard begin() else { return }
            let vector = Result { () throws(MemoryError) in try encoder.vector(of: text) }
            made.withLock { $0 = vector }
            done.signal()
        }
    }

    /// Waits for it; to be called once.
    func get() throws(MemoryError) -> [Float] {
        // With every thread busy, waiting for one could last for ever.
        if begin() { return try encoder.vector(of: text) }
        done.wait()
        return try made.withLock(\.self).get()
    }

    /// Whether the caller is the first, and has to make it.
    private func begin() -> Bool {
        isBegun.withLock { isBegun in
            defer { isBegun = true }
            return !isBegun
        }
    }
}
