import Foundation
import Memory
import Synchronization

/// A service that is opened by whoever asks first, on a thread of its own; the others wait for it.
/// Where that fails, the next one tries again.
final class LazyService: Sendable {
    private let open: @Sendable () throws -> MemoryService
    private let opening = Mutex<Task<MemoryService, any Error>?>(nil)

    init(_ open: @escaping @Sendable () throws -> MemoryService) { self.open = open }

    func get() async throws -> MemoryService {
        let task = opening.withLock { opening in
            if let opening { return opening }
            let open = open
            let task = Task {
                try await withCheckedThrowingContinuation { continuation in
                    Thread.detachNewThread { continuation.resume(with: Result { try open() }) }
                }
            }
            opening = task
            return task
        }
        do { return try await task.value } catch {
            opening.withLock { if $0 == task { $0 = nil } }
            throw error
        }
    }

    /// What was opened, where something was.
    func opened() async -> MemoryService? {
        guard let task = opening.withLock(\.self) else { return nil }
        return try? await task.value
    }
}
