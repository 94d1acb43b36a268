import Foundation
import JSON
import Search

/// Measures how fast recall answers in a process that is warm: the index built, the model open.
public struct SpeedBenchmark {
    private let engine: MemoryEngine
    private var home: SyntheticHome

    /// - Parameter engine: on a home that holds nothing yet.
    public init(_ plan: SyntheticHome.Plan, engine: MemoryEngine) {
        self.engine = engine
        home = SyntheticHome(plan)
    }

    /// Tells the memories, sleeps where asked to, and asks.
    ///
    /// - Parameters:
    ///   - count: how many questions; a few more are asked first and not counted.
    ///   - sleep: sleeps once; nil to ask without having slept.
    ///   - progress: what is being done, how many of how many.
    public mutating func run(
        questions count: Int, sleep: ((MemoryEngine) throws -> Void)?,
        progress: (String, Int, Int) -> Void
    ) throws -> SpeedReport {
        let clock = ContinuousClock()
        var report = SpeedReport(plan: home.plan)
        report.tellSeconds =
            try clock.measure {
                try home.tell(home.plan.memories, to: engine, progress: progress)
            }.seconds - home.inventionSeconds
        if let sleep { report.sleepSeconds = try clock.measure { try sleep(engine) }.seconds }

        let questions = try home.questions(count + 10, in: engine)
        report.questions = questions.dropFirst(10).map { $0 }
        var first: [Double] = []
        for namespace in Set(questions.map(\.namespace)).sorted() {
            engine.indexes.remove(namespace)
            first.append(
                try clock.timed { try ask("What was first?", in: namespace) }.milliseconds)
        }
        report.firstRecall = Timings(milliseconds: first)
        for question in questions.prefix(10) { _ = try ask(question.text, in: question.namespace) }
        var times: [Double] = []
        for question in report.questions {
            times.append(
                try clock.timed { try ask(question.text, in: question.namespace) }.milliseconds)
            progress("asking", times.count, count)
        }
        report.recall = Timings(milliseconds: times)
        try engine.flush()
        try measureParts(of: report.questions.prefix(100), into: &report)
        try check(report.questions.prefix(10), into: &report)
        try measureAfterTelling(report.questions.prefix(40), into: &report)
        report.residentMiB = ResidentMemory.current / 1024
        return report
    }

    private func ask(_ text: String, in namespace: String) throws -> RecallAnswer {
        try engine.recall(text, options: RecallOptions(namespace: namespace))
    }

    /// Tells something new before each question.
    private func measureAfterTelling(
        _ questions: ArraySlice<SyntheticHome.Question>, into report: inout SpeedReport
    ) throws {
        let clock = ContinuousClock()
        var times: [Double] = []
        for (number, question) in questions.enumerated() {
            let age = number % 4 == 3 ? Moment.day : 0
            let time = engine.now.adding(Int64(number) * Moment.second - age)
            _ = try engine.remember(
                MemoryDraft(
                    namespace: question.namespace, content: "told in between, \(number)",
                    time: .stated(time)))
            times.append(
                try clock.timed { try ask(question.text, in: question.namespace) }.milliseconds)
        }
        report.afterTelling = Timings(milliseconds: times)
    }

    /// Times the parts of a recall one by one.
    private func measureParts(
        of questions: ArraySlice<SyntheticHome.Question>, into report: inout SpeedReport
    ) throws {
        let clock = ContinuousClock()
        var embedding: [Double] = []
        var scan: [Double] = []
        var scoring: [Double] = []
        var bytes = 0
        for question in questions {
            let index = try engine.index(of: question.namespace)
            var asked = RecallQuestion(
                question.text, in: index, now: engine.now, zone: engine.options.zone)
            let (vector, took) = try clock.timed {
                try engine.encoder.vector(of: asked.embeddedText)
            }
            embedding.append(took)
            asked.vector = vector
            scan.append(clock.timed { index.vectors.dotProducts(with: vector) }.milliseconds)
            scoring.append(
                clock.timed {
                    RecallScore(
                        asked, in: index, associations: index.associations, count: index.count,
                        now: engine.now)
                }.milliseconds)
            bytes = max(bytes, index.count * Encoder.dimensions * 4)
        }
        report.embedding = Timings(milliseconds: embedding)
        report.scan = Timings(milliseconds: scan)
        report.scoring = Timings(milliseconds: scoring)
        report.vectorBytes = bytes
        report.readRate = MemoryReading(bytes: bytes, threads: engine.options.threads).rate
    }

    /// Compares the vector part with an exact scan in DuckDB, for vectors of questions and for
    /// those of memories.
    private func check(
        _ questions: ArraySlice<SyntheticHome.Question>, into report: inout SpeedReport
    ) throws {
        for (number, question) in questions.enumerated() {
            let index = try engine.index(of: question.namespace)
            let row = index.count * number / max(1, questions.count)
            try report.exact.compare(
                try engine.encoder.vector(of: question.text), in: index, engine.store)
            try report.exact.compare(Array(index.vectors[row]), in: index, engine.store)
        }
    }
}
