import Foundation
import Inference

/// What waits to be embedded, and the thread that does it.
///
/// Guarantees: questions come before texts, in the order in which they were asked, and those that
/// wait together are embedded together. A long job of texts is done in small pieces, so a question
/// waits for one piece at most. Which others are in a piece changes no bit of a vector.
final class EncoderQueue: @unchecked Sendable {
    // Sendable: everything is only touched under `condition`.
    private let condition = NSCondition()
    private let open: @Sendable () throws(MemoryError) -> EmbeddingModel
    private var questions: [(text: String, pending: PendingVectors)] = []
    private var jobs: [TextJob] = []
    private var isRunning = false
    private var isClosed = false

    /// Passages that are embedded at once.
    private static let piece = 32

    init(open: @escaping @Sendable () throws(MemoryError) -> EmbeddingModel) { self.open = open }

    /// How many questions and passages wait.
    var count: Int {
        condition.withLock { questions.count + jobs.reduce(0) { $0 + $1.left } }
    }

    func ask(_ text: String) -> PendingVectors {
        let pending = PendingVectors()
        add { questions.append((text, pending)) }
        return pending
    }

    func embed(_ passages: [String]) -> PendingVectors {
        let job = TextJob(passages)
        if passages.isEmpty { job.pending.set(.success([])) } else { add { jobs.append(job) } }
        return job.pending
    }

    /// Starts the thread, which opens the model before anything else.
    func start() { add {} }

    /// Ends the thread when everything that waits is done.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }

    private func add(_ change: () -> Void) {
        condition.withLock {
            change()
            condition.signal()
            guard !isRunning else { return }
            isRunning = true
            let thread = Thread { [self] in run() }
            thread.name = "dormouse encoder"
            thread.start()
        }
    }

    private func run() {
        _ = try? open()
        while let work = next() { perform(work) }
    }

    /// What is embedded together.
    private struct Work {
        var questions: [(text: String, pending: PendingVectors)]
        /// Places of passages in a job.
        var passages: [(job: TextJob, place: Int)]
    }

    /// Waits for something to do; nil where nothing will come any more.
    private func next() -> Work? {
        condition.withLock {
            while questions.isEmpty, jobs.isEmpty {
                if isClosed { return nil }
                condition.wait()
            }
            var work = Work(questions: Array(questions.prefix(Self.piece)), passages: [])
            questions.removeFirst(work.questions.count)
            // With a question waiting, few others: it is to be answered soon.
            let room = work.questions.isEmpty ? Self.piece : 0
            while work.passages.count < room, let job = jobs.first {
                work.passages += job.take(room - work.passages.count).map { (job, $0) }
                if job.left == 0 { jobs.removeFirst() }
            }
            return work
        }
    }

    private func perform(_ work: Work) {
        let texts =
            work.questions.map(\.text) + work.passages.map { $0.job.passages[$0.place] }
        let vectors = Result { () throws(MemoryError) in try Self.vectors(of: texts, try open()) }
        for (row, question) in work.questions.enumerated() {
            question.pending.set(vectors.map { $0[row] })
        }
        for (row, passage) in work.passages.enumerated() {
            passage.job.finish(passage.place, vectors.map { $0[work.questions.count + row] })
        }
    }

    private static func vectors(of texts: [String], _ model: EmbeddingModel) throws(MemoryError)
        -> [[Float]]
    {
        do {
            if texts.count == 1 { return [try model.embed(texts[0])] }
            let made = try model.embed(texts)
            return texts.indices.map { Array(made[$0]) }
        } catch {
            throw MemoryError(.model, "the embedding model failed: \(error)")
        }
    }
}

/// Passages that were given together. Only its queue touches it.
private final class TextJob: @unchecked Sendable {
    // Sendable: `next` is touched under the queue's lock, the rest by the queue's thread.
    let passages: [String]
    let pending = PendingVectors()
    /// Those of like length together: that takes the model less time.
    private let order: [Int]
    private var next = 0
    private var made: [[Float]]
    private var waiting: Int
    private var failure: MemoryError?

    init(_ passages: [String]) {
        self.passages = passages
        order = passages.indices.sorted { passages[$0].utf8.count < passages[$1].utf8.count }
        made = [[Float]](repeating: [], count: passages.count)
        waiting = passages.count
    }

    var left: Int { order.count - next }

    func take(_ count: Int) -> ArraySlice<Int> {
        let end = min(order.count, next + count)
        defer { next = end }
        return order[next..<end]
    }

    func finish(_ place: Int, _ vector: Result<[Float], MemoryError>) {
        switch vector {
        case .success(let vector): made[place] = vector
        case .failure(let error): failure = failure ?? error
        }
        waiting -= 1
        guard waiting == 0 else { return }
        if let failure {
            pending.set(.failure(failure))
        } else {
            pending.set(.success(made.flatMap(\.self)))
        }
    }
}
