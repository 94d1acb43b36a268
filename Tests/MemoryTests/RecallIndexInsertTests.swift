import Foundation
import Testing

@testable import Memory

/// What comes late takes its place.
struct RecallIndexInsertTests {
    private static let words = ["boiler", "chimney", "lemon", "pump", "hive", "ledger", "ferry"]

    private struct Told {
        var entry: RecallIndex.Entry
        var vector: [Float]
    }

    /// Memories of a few sessions and speakers, many at the same time, in the order of the index.
    private func talk(_ count: Int, _ random: inout SplitMix) -> [Told] {
        (0..<count).map { number in
            let text = (0..<Int.random(in: 1...6, using: &random))
                .map { _ in Self.words.randomElement(using: &random) ?? "" }
                .joined(separator: " ")
            let session = Int.random(in: 0..<8, using: &random)
            let entry = RecallIndex.Entry(
                id: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(number))),
                content: text + (Bool.random(using: &random) ? "?" : "."),
                speaker: ["Mara", "Dov", nil].randomElement(using: &random) ?? nil,
                session: session < 6 ? "session \(session)" : nil,
                occurredAt: Moment(microseconds: Int64.random(in: 0..<20, using: &random)),
                recordedAt: Moment(microseconds: Int64.random(in: 0..<3, using: &random)))
            let vector = (0..<8).map { _ in Float.random(in: -0.3...0.3, using: &random) }
            return Told(entry: entry, vector: vector)
        }.sorted {
            ($0.entry.occurredAt, $0.entry.recordedAt, $0.entry.id)
                < ($1.entry.occurredAt, $1.entry.recordedAt, $1.entry.id)
        }
    }

    private func read(_ told: [Told]) -> RecallIndex {
        var index = RecallIndex(namespace: "default", dimensions: 8)
        for memory in told {
            memory.vector.withUnsafeBufferPointer { index.append(memory.entry, vector: $0) }
        }
        return index
    }

    /// Gives every memory what sleep may have made of it.
    private func sleep(on index: inout RecallIndex, _ random: SplitMix) {
        let order = index.ids.indices.sorted { index.ids[$0] < index.ids[$1] }
        var links: [AssociationGraph.Link] = []
        for (place, source) in order.enumerated() where place % 3 == 0 {
            for target in order.dropFirst(place + 1).prefix(3) {
                links.append(
                    .init(
                        source: Int32(source), target: Int32(target),
                        weight: 1 / Float(index.ids[target].uuid.15 + 1)))
            }
        }
        links.sort { ($0.source, $0.target) < ($1.source, $1.target) }
        index.associations = AssociationGraph(links, count: index.count)
        index.strengths = index.ids.map { id in
            MemoryStrength(
                stabilityDays: Double(id.uuid.15) + 1, strengthenedAt: Moment(microseconds: 5),
                isPinned: false)
        }
        let numbers = index.numbers
        for id in index.ids.sorted() where id.uuid.15 % 4 == 0 {
            index.knowledge.add(
                Knowledge(
                    kind: .gist, text: "of \(id.uuid.15)", sources: [id], validFrom: nil,
                    validTo: nil), numbers)
        }
    }

    @Test func inWhateverOrderMemoriesComeTheIndexIsTheSameToTheBit() {
        var random = SplitMix(state: 2026)
        for round in 0..<60 {
            let all = talk(10 + round, &random)
            var shuffled = all.indices.shuffled(using: &random)
            let early = Array(shuffled.prefix(all.count / 2)).sorted()
            shuffled.removeFirst(early.count)
            var index = read(early.map { all[$0] })
            while !shuffled.isEmpty {
                let batch = shuffled.prefix(Int.random(in: 1...4, using: &random)).sorted()
                shuffled.removeFirst(batch.count)
                index.insert(batch.map { all[$0].entry })
                index.place(
                    MadeVectors(
                        ids: batch.map { all[$0].entry.id },
                        vectors: batch.flatMap { all[$0].vector }))
            }
            let whole = read(all)
            #expect(index.ids == whole.ids && index.told == whole.told)
            #expect(index.previous == whole.previous && index.next == whole.next)
            #expect(index.withoutVector == 0 && index.isQuestion == whole.isQuestion)
            #expect(index.said == whole.said)
            #expect(index.windowLengths.map(\.bitPattern) == whole.windowLengths.map(\.bitPattern))
            #expect(index.averageWindowLength == whole.averageWindowLength)
            for text in ["Where is the lemon pump?", "What did Mara say of the ferry?"] {
                let (left, right) = (score(text, index), score(text, whole))
                #expect(left.total.map(\.bitPattern) == right.total.map(\.bitPattern))
                #expect(left.likelihood == right.likelihood)
            }
        }
    }

    private func about(_ number: Int, _ index: RecallIndex) -> [Knowledge] {
        index.knowledge.about(
            [number], question: "of \(index.ids[number].uuid.15)", limit: 3, asOf: .latest)
    }

    @Test func whatSleepMadeStaysWithTheMemoriesItWasMadeOf() {
        var random = SplitMix(state: 7)
        for _ in 0..<40 {
            let all = talk(40, &random)
            let late = Set(all.indices.shuffled(using: &random).prefix(5))
            var index = read(all.indices.filter { !late.contains($0) }.map { all[$0] })
            sleep(on: &index, random)
            let before = Dictionary(uniqueKeysWithValues: zip(index.ids, index.strengths))
            let said = index.ids.indices.map { number in
                about(number, index)
            }
            let told = Dictionary(uniqueKeysWithValues: zip(index.ids, said))
            let linked = links(index)
            index.insert(late.sorted().map { all[$0].entry })
            #expect(links(index) == linked)
            for (number, id) in index.ids.enumerated() {
                #expect(
                    (index.strengths.count > number ? index.strengths[number] : nil)?.stabilityDays
                        == before[id]??.stabilityDays)
                #expect(
                    about(number, index).map(\.text)
                        == (told[id] ?? []).map(\.text))
            }
        }
    }

    /// The links by the ids they join.
    private func links(_ index: RecallIndex) -> [String] {
        index.ids.indices.flatMap { source in
            var found: [String] = []
            index.associations.forEachLink(of: Int32(source)) { target, weight, fan in
                let (from, to) = (index.ids[source].uuid.15, index.ids[Int(target)].uuid.15)
                found.append("\(from) \(to) \(weight) \(fan)")
            }
            return found
        }
    }

    private func score(_ text: String, _ index: RecallIndex) -> RecallScore {
        var question = RecallQuestion(
            text, in: index, now: Moment(microseconds: 30), zone: .gmt)
        question.vector = [0.4, 0.1, -0.2, 0.3, 0, 0.1, 0.5, -0.1]
        return RecallScore(
            question, in: index, associations: index.associations, count: index.count,
            now: Moment(microseconds: 30))
    }

    @Test(arguments: StoreKind.slept)
    func whatIsToldLateIsRecalledAsIfItHadBeenThereFromTheBeginning(_ kind: StoreKind) throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z", store: kind)
        let engine = try home.open(model: true)
        try engine.take(Bootstrapped.journal)
        try engine.embedMissing()
        _ = try engine.sleep(SleepRequest())
        let questions = [
            "Who set off the fire alarm?", "What did Mara say about the lemon tree?", "Who is Dov?",
        ]
        func answers(_ engine: MemoryEngine) throws -> [[String]] {
            try questions.map { question in
                try engine.recall(question, options: RecallOptions(namespace: "default")).results
                    .map { "\($0.memory.id) \($0.score) \($0.reasons.map(\.text))" }
            }
        }
        // Its index is in memory when others are told: before the first, between, at one time, last.
        _ = try answers(engine)
        let texts = [
            ("Dov tested the fire alarm.", "2025-01-01"), ("The lemon tree came.", "2026-03-10"),
            ("Mara watered the lemon tree.", "2026-03-10"),
            ("The alarm was silent.", "2026-05-04T07:59:00Z"),
        ]
        for (text, time) in texts {
            _ = try engine.remember(try MemoryDraft(text, at: time, by: "Dov"))
            _ = try answers(engine)
            try engine.embedMissing()
        }
        let kept = try answers(engine)
        engine.indexes.removeAll()
        #expect(try answers(engine) == kept)
    }
}
