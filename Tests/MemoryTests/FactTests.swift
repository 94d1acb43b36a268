import Foundation
import Testing

@testable import Memory

@Suite struct FactTests {
    private func day(_ day: Int) -> Moment {
        Moment(microseconds: Int64(day) * Moment.day)
    }

    private func fact(
        _ subject: String, _ predicate: String, _ value: String, from: Int, to: Int? = nil,
        memory: Int
    ) -> TimelineFact {
        TimelineFact(
            id: SmallIndex.id(memory), subject: subject, predicate: predicate, value: value,
            isSingleValued: true, validFrom: day(from), validTo: to.map { day($0) },
            confirmedAt: day(from), memory: SmallIndex.id(memory), sentence: "", source: "rule")
    }

    private var table: FactTable {
        var table = FactTable()
        table.add(fact("Nell", "lives_in", "Ghent", from: 30, memory: 3))
        table.add(fact("Nell", "lives_in", "Antwerp", from: 10, to: 30, memory: 1))
        table.add(fact("Nell's sister", "lives_in", "Porto", from: 20, memory: 2))
        table.add(fact("user", "works_at", "Bosch", from: 20, memory: 4))
        return table
    }

    private func answers(_ question: String, at moment: Int = 40, speaker: Bool = true)
        -> [Knowledge]
    {
        table.answers(
            to: FactQuestion(question, namesSpeaker: speaker), at: day(moment), limit: 3
        ) { _ in true }
    }

    @Test func whatHoldsAnswersAndSaysWhatWasBefore() {
        let found = answers("Where does Nell live now?")
        #expect(found.map(\.text) == ["Nell lives in Ghent"])
        #expect(found.first?.before == "Antwerp")
        #expect(found.first?.isOnlyOne == true)
        #expect(answers("What is Nell's address?").map(\.text) == ["Nell lives in Ghent"])
    }

    @Test func anEarlierMomentHasItsOwnAnswer() {
        #expect(answers("Where does Nell live?", at: 20).map(\.text) == ["Nell lives in Antwerp"])
        #expect(answers("Where does Nell live?", at: 5).isEmpty)
        #expect(
            answers("Where did Nell live before?").map(\.text) == ["Nell lives in Antwerp"])
    }

    @Test func whatWasToldLaterIsNotKnownYet() {
        let found = table.answers(
            to: FactQuestion("Where does Nell live?", namesSpeaker: true), at: day(40), limit: 3
        ) { $0 != SmallIndex.id(3) }
        #expect(found.map(\.text) == ["Nell lives in Antwerp"])
    }

    private func corrected(_ memory: Int, at day: Int) -> FactTable {
        table.corrected(by: [
            SmallIndex.id(memory): .init(by: SmallIndex.id(9), at: self.day(day))
        ])
    }

    @Test func whatIsCorrectedFromALaterDayOnHeldUntilThen() {
        let facts = corrected(3, at: 35)
        #expect(facts.holding(at: day(32)) { _ in true }.contains { $0.value == "Ghent" })
        #expect(!facts.holding(at: day(40)) { _ in true }.contains { $0.value == "Ghent" })
    }

    @Test func whatIsCorrectedFromAnEarlierDayNeverHeldAndWhatItClosedGoesOn() {
        let facts = corrected(3, at: 12)
        #expect(!facts.facts.contains { $0.value == "Ghent" })
        #expect(facts.facts.contains { $0.value == "Antwerp" && $0.validTo == nil })
        #expect(facts.facts.count == 3)
    }

    @Test func whatWasSaidAgainSinceStandsOnThat() {
        var table = FactTable()
        var said = fact("Nell", "lives_in", "Ghent", from: 30, memory: 3)
        said.confirmedAt = day(50)
        table.add(said)
        let corrections = [
            SmallIndex.id(3): MemoryMarks.Correction(by: SmallIndex.id(9), at: day(35))
        ]
        #expect(table.corrected(by: corrections).facts == [said])
    }

    @Test func aSisterIsNotHerself() {
        #expect(
            answers("Where does Nell's sister live?").map(\.text) == [
                "Nell's sister lives in Porto"
            ])
    }

    @Test(arguments: [
        "Who does Nell live with?", "When does Nell live?", "Why does Nell live in Ghent?",
        "Where did Nell camp?", "Where does Ole live?", "What does Nell cook?",
        "How does Nell live?",
    ])
    func whatIsNotAskedForIsNotTold(_ question: String) {
        #expect(answers(question).isEmpty)
    }

    @Test func whoSpeaksIsTheUser() {
        #expect(answers("Where do I work?", speaker: false).map(\.text) == ["user works at Bosch"])
        #expect(answers("Where does Nell work?", speaker: true).isEmpty)
    }
}
