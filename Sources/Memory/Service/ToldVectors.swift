import Foundation
import Synchronization

/// Makes vectors of what was just told, many at a time, while the teller goes on.
///
/// What fails stays without a vector, and is found as any other that has none.
final class ToldVectors: Sendable {
    private struct State {
        var told: [(id: UUID, content: String)] = []
        var isWorking = false
    }

    private let engine: MemoryEngine
    private let threads: WorkerThreads
    private let state = Mutex(State())

    /// Above this they are left to the backlog.
    private static let room = 4096

    init(engine: MemoryEngine, threads: WorkerThreads) {
        self.engine = engine
        self.threads = threads
    }

    func add(_ told: [(id: UUID, content: String)]) {
        guard engine.options.modelDirectory != nil, !told.isEmpty else { return }
        let isFirst = state.withLock { state in
            state.told += told.prefix(max(0, Self.room - state.told.count))
            defer { state.isWorking = true }
            return !state.isWorking
        }
        if isFirst, !threads.submit({ [self] in work() }) {
            state.withLock { $0 = State() }
        }
    }

    private func work() {
        while true {
            let batch = state.withLock { state in
                let batch = Array(state.told.prefix(64))
                state.told.removeFirst(batch.count)
                if batch.isEmpty { state.isWorking = false }
                return batch
            }
            if batch.isEmpty { return }
            try? engine.embed(batch)
        }
    }
}
