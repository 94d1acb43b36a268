import Foundation
import Testing

@testable import Memory

/// What people say of themselves and of things is read by the shape of the sentence.
@Suite struct FactShapeTests {
    private func facts(_ texts: [String], by speaker: String = "Ida") throws -> Set<String> {
        Set(try TemporaryHome.facts(texts.map { (speaker: speaker, text: $0) }))
    }

    @Test func whatHoldsOfPeopleAndThingsIsRead() throws {
        let found = try facts([
            "My dentist is Carla.", "From Monday I report to Bruno instead of Carla.",
            "The annual pass costs 80 euros.", "Maintenance is late, the rollout slips to 3 June.",
            "The wiki is owned by the Puffin team.", "Backups are written to Bergen.",
            "Deployed v2.10.3 to staging.", "New phone, new number: 0171 222 3344.",
            "Start ramipril 5 mg once daily.", "I drive a blue Twingo.",
            "We have a dog, Rufus, and a cat, Olive.", "Olga is ill, so the choir is off.",
        ])
        let expected = [
            "Ida dentist Carla", "Ida manager Bruno", "the annual pass costs 80 euros",
            "rollout date 3 June", "wiki owner Puffin", "backups kept_in Bergen",
            "staging version v2.10.3", "Ida number 0171 222 3344", "ramipril dose 5 mg once daily",
            "Ida drives blue Twingo", "Ida dog Rufus", "Ida cat Olive", "Olga state ill",
        ]
        for fact in expected {
            #expect(found.contains { $0.hasPrefix(fact) }, "\(fact) of \(found.sorted())")
        }
    }

    @Test func whatIsSaidInPassingIsReadToo() throws {
        let found = try facts([
            "Back in Malmö for good.", "We buy our coffee from Nordbean.",
            "Billing belongs to Ottilie.", "We shifted metrics over to 9155.",
            "Cheese is not for me, my boss is Bruno.", "The grant has to be in by 30 April.",
            "The choir meets in the library from now on.", "The shed opens with 4410.",
            "Ticket 512 was merged.", "The rehearsal starts at 7:30 pm now.",
        ])
        for fact in [
            "Ida lives_in Malmö", "coffee supplier Nordbean", "billing owner Ottilie",
            "metrics port 9155", "Ida boss Bruno", "grant is_due 30 April",
            "choir meets_in the library", "shed code 4410", "Ticket 512 status merged",
        ] {
            #expect(found.contains { $0.hasPrefix(fact) }, "\(fact) of \(found.sorted())")
        }
    }

    /// What a clause denies is not so, whatever stands beside it.
    @Test func whatAClauseDeniesIsNotRead() throws {
        #expect(
            try facts([
                "It is late, my boss is not Bruno.", "I never said, my dentist isn't Carla.",
                "If it rains, my boss is Bruno, not Carla.",
            ]) == [])
    }

    @Test func whatIsThoughtOfAskedOrSaidOfOthersIsNot() throws {
        #expect(
            try facts([
                "If my manager were Bruno I would stay.", "Is my dentist Carla?",
                "The rollout might slip to 3 June.", "I heard it costs 40 francs at the airport.",
                "They say that the wiki is owned by the Puffin team.", "Today is Monday.",
                "I would drive a blue Twingo.", "The novel says that Olga is ill.",
                "My car is not a Twingo.", "Note that I think the launch is on 3 June.",
            ]) == [])
    }

    @Test func otherLanguagesAreRead() throws {
        let told = [
            ("Ich wohne jetzt in Bremen.", "lives_in Bremen"),
            ("Meine Chefin ist Carla.", "manager Carla"), ("J'habite à Lyon.", "lives_in Lyon"),
            ("Je suis allergique aux noix.", "is_allergic_to noix"),
            ("Vivo en Sevilla.", "lives_in Sevilla"), ("Mi perro se llama Rufus.", "perro Rufus"),
            ("Moro em Lisboa.", "lives_in Lisboa"), ("Lavoro per Olivetti.", "works_at Olivetti"),
            ("Ik woon in Utrecht.", "lives_in Utrecht"),
        ]
        let found = try TemporaryHome.facts(
            told.enumerated().map { (speaker: "P\($0)", text: $1.0) })
        for (number, line) in told.enumerated() {
            #expect(found.contains("P\(number) \(line.1)"), "\(line.1) of \(found)")
        }
        #expect(
            try facts([
                "Wenn ich reich wäre, wohne ich in Bremen.", "Je n'habite plus à Lyon.",
                "No vivo en Sevilla.", "Ik woon niet in Utrecht.",
            ]) == [])
    }

    @Test func whatIsGoneIsHeldNoLonger() throws {
        let engine = try TemporaryHome(now: "2026-05-04T08:00:00Z").open()
        for (text, day) in [
            ("I drive a blue Twingo.", "2026-04-01"), ("My girlfriend Olga is here.", "2026-04-01"),
            ("Sold the Twingo to my cousin.", "2026-04-02"), ("Olga and I broke up.", "2026-04-03"),
            ("We have a dog, Rufus.", "2026-04-01"), ("Rufus died last night.", "2026-04-04"),
        ] {
            let draft = try MemoryDraft(text, at: "\(day)T08:00:00Z", by: "Ida")
            _ = try engine.remember(draft)
        }
        _ = try engine.sleep(SleepRequest())
        let now = try engine.facts(namespace: "default", subject: nil, asOf: nil, history: false)
        #expect(Set(now.map(\.predicate)).isDisjoint(with: ["drives", "partner", "dog"]))
        let then = Moment(microseconds: engine.now.microseconds - 65 * Moment.day / 2)
        let before = try engine.facts(
            namespace: "default", subject: nil, asOf: then, history: false)
        #expect(Set(before.map(\.predicate)).isSuperset(of: ["drives", "partner", "dog"]))
    }

    @Test(arguments: [
        ("Nell", "lives_in", "Ghent", "Nell lives in Ghent"),
        ("Greta", "number", "0171 222", "Greta's number: 0171 222"),
        ("launch", "date", "9 May", "date of launch: 9 May"),
        ("user", "manager", "Bruno", "user's manager: Bruno"),
        ("backups", "kept_in", "Bergen", "backups kept in Bergen"),
    ])
    func aFactIsASentence(_ subject: String, _ predicate: String, _ value: String, _ text: String) {
        let fact = TimelineFact(
            id: SmallIndex.id(1), subject: subject, predicate: predicate, value: value,
            isSingleValued: true, validFrom: .earliest, validTo: nil, confirmedAt: .earliest,
            memory: SmallIndex.id(1), sentence: "", source: "rule")
        #expect(fact.text == text)
    }
}
