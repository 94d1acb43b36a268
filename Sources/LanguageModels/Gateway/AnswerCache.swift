import Inference
import Synchronization

/// Answers by their questions' digests.
final class AnswerCache: Sendable {
    private let answers = Mutex<[Digest: Answer]>([:])

    func answer(_ key: Digest) -> Answer? { answers.withLock { $0[key] } }
    func keep(_ answer: Answer, for key: Digest) { answers.withLock { $0[key] = answer } }
}
