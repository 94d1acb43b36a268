public import Foundation
import Synchronization

extension MemoryService {
    /// Keeps what is told, in its order; when this returns, it is on disk. Vectors follow.
    public func remember(_ drafts: [MemoryDraft], deadline: Duration? = nil) async throws
        -> [Remembered]
    {
        let told = try await run(deadline: deadline) { try $0.remember(drafts) }
        embedSoon(
            zip(told, drafts).filter { $0.0.outcome == .stored }.map { ($0.id, $1.content) })
        return told
    }

    /// Says how it is instead of a memory, which stays as history.
    public func correct(
        _ old: MemoryRecord, with content: String, time: MemoryDraft.EventTime = .now,
        speaker: String? = nil
    ) async throws -> Remembered {
        let told = try await run {
            try $0.correct(old, with: content, time: time, speaker: speaker)
        }
        if told.outcome == .stored { embedSoon([(told.id, content)]) }
        return told
    }

    /// Finds the memories that answer a question.
    public func recall(
        _ question: String, options: RecallOptions, deadline: Duration? = nil
    ) async throws -> RecallAnswer {
        try await run(deadline: deadline) { try $0.recall(question, options: options) }
    }

    /// One memory, or nil where the namespace has none of this id.
    public func memory(_ id: UUID, namespace: String) async throws -> MemoryRecord? {
        try await run { try $0.store.memory(id, namespace: namespace) }
    }

    /// Several memories in the order of `ids`; those the namespace does not have are left out.
    public func memories(_ ids: [UUID], namespace: String) async throws -> [MemoryRecord] {
        try await run { try $0.store.memories(ids, namespace: namespace) }
    }

    /// Ids that begin with these hexadecimal digits, at most ten.
    public func ids(beginningWith prefix: String, namespace: String) async throws -> [UUID] {
        try await run { try $0.store.ids(beginningWith: prefix, namespace: namespace) }
    }

    /// What sleep has made of a memory, in words.
    public func traces(of memory: MemoryRecord) async throws -> [Trace] {
        try await run { try $0.traces(of: memory) }
    }

    /// Erases a memory and every trace of it.
    public func forget(_ memory: MemoryRecord) async throws -> ErasureReceipt {
        try await run(.erasure, deadline: nil) { try $0.forget(memory) }
    }

    /// What of an erased memory is still here; empty where the receipt holds.
    public func verify(_ receipt: ErasureReceipt) async throws -> [String] {
        try await run(.long, deadline: options.deadline) { try $0.verify(receipt) }
    }

    /// Counts one namespace, or all.
    public func statistics(namespace: String?) async throws -> Statistics {
        try await run { try $0.statistics(namespace: namespace) }
    }

    /// The namespaces there are, with how many memories each has.
    public func namespaces() async throws -> [Statistics.Entry] {
        try await run { engine in
            try engine.store.namespaces().map { .init(name: $0.name, rows: $0.memories) }
        }
    }

    /// Sleeps on what is new. Recall and remember go on meanwhile.
    ///
    /// - Parameter progress: called with how many models have run and how many there are.
    public func sleep(
        _ request: SleepRequest, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> SleepReport {
        try await run(.long, deadline: nil) { try $0.sleep(request, progress: progress) }
    }

    /// Makes the vectors that are missing.
    @discardableResult
    public func embedMissing() async throws -> Int {
        try await run(.long, deadline: nil) { try $0.embedMissing() }
    }

    /// Keeps what a file, a folder or a repository of this machine holds.
    public func importMemories(
        _ request: ImportRequest, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> ImportReport {
        try await run(.long, deadline: nil) { try $0.importMemories(request, progress: progress) }
    }

    /// Every memory as a line of JSON, by event time, as fast as they are taken.
    ///
    /// - Parameter namespace: nil for all.
    public func export(namespace: String?) -> AsyncThrowingStream<String, any Error> {
        let lines = LineChannel()
        let work = Task {
            do {
                try await run(.long, deadline: nil) { engine in
                    _ = try engine.export(namespace: namespace) { try lines.send($0) }
                }
                lines.finish(nil)
            } catch { lines.finish(error) }
        }
        // Whoever stops reading lets go of the stream, and with it of this.
        let reader = LineReader(lines) { work.cancel() }
        return AsyncThrowingStream { try await reader.next() }
    }

    /// Writes down what recalls returned.
    public func flush() async throws { try await run { try $0.flush() } }
}
