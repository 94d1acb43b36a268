import Hashing
import Synchronization

/// Answers by their questions' digests: in a file, or in memory where there is none.
final class AnswerCache: Sendable {
    private let log: AnswerLog?
    private let answers = Mutex<[Digest: Answer]>([:])
    private let keepsInMemory: Bool

    /// - Parameters:
    ///   - path: the file; nil keeps answers as long as the process lives.
    ///   - limit: in bytes; 0 keeps nothing.
    init(path: String?, limit: Int) {
        log = limit > 0 ? path.map { AnswerLog(path: $0, limit: limit) } : nil
        keepsInMemory = path == nil && limit > 0
    }

    /// Whether an answer that is kept can be had again.
    var keeps: Bool { keepsInMemory || log != nil }

    func answer(_ key: Digest) -> Answer? {
        if let log { return log.answer(key) }
        return answers.withLock { $0[key] }
    }

    func keep(_ record: AnswerRecord) {
        if let log { return log.keep(record) }
        if keepsInMemory { answers.withLock { $0[record.key] = record.answer } }
    }

    func records() -> [AnswerRecord] { log?.records() ?? [] }
    var statistics: AnswerLog.Statistics { log?.statistics ?? AnswerLog.Statistics() }

    func clear() {
        log?.clear()
        answers.withLock { $0.removeAll() }
    }
}
