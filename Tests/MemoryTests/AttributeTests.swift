import Testing

@testable import Memory

/// What sleep shows as a fact is an attribute of somebody or something.
@Suite struct AttributeTests {
    @Test func whatSomebodyHappensToHoldOrPraisesIsNone() throws {
        let told = [
            "I have a bucket.", "I have a deadline of 1 April.", "I have an equation for this.",
            "The tooltip has a few attributes.", "I love the way it looks.",
            "I like all the lanterns out there.", "I love is awesome.", "I enjoy to.",
            "I play a big part in that.", "Dance has the power to heal.", "I was living in Ghent.",
            "I love your idea.", "His sister lives in Bonn.", "We have moved to May.",
        ].map { (speaker: "Ida", text: $0) }
        #expect(try TemporaryHome.facts(told) == [])
    }

    @Test func whatSomebodyIsHasAndLikesIsOne() throws {
        let told = [
            "I have two dogs.", "I have a younger sister.", "I play the cello.",
            "I enjoy bouldering.", "i live in Turku now.", "I bought a red bicycle.",
        ].map { (speaker: "Ida", text: $0) }
        let found = try TemporaryHome.facts(told)
        #expect(found.contains("Ida has dogs") && found.contains("Ida has younger sister"))
        #expect(found.contains("Ida likes bouldering") && found.contains("Ida lives_in Turku"))
        #expect(found.contains("Ida owns red bicycle"))
    }

    @Test(arguments: [
        "10:30 Ana: I work at Acme", "[10:30] Ana: I work at Acme",
        "2026-05-01 10:30 Ana: I work at Acme", "10:30 am - Ana: I work at Acme",
    ])
    func aTimeBeforeTheNameHidesNobody(_ line: String) throws {
        #expect(try TemporaryHome.facts([("Zoe", line)]) == [])
    }

    @Test func aTimeBeforeALabelTakesNothingFromTheSpeaker() throws {
        #expect(
            try TemporaryHome.facts([("Zoe", "10:30 Note: I work at Acme")]) == [
                "Zoe works_at Acme"
            ])
    }

    @Test func aListOfFactsLeavesOutWhatIsCorrected() throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z")
        let engine = try home.open()
        let draft = try MemoryDraft("I live in Turku.", at: "2026-05-03T08:00:00Z", by: "Ida")
        let told = try engine.remember(draft)
        _ = try engine.sleep(SleepRequest())
        let listing = FactListing(namespace: "default")
        #expect(try engine.list(listing).facts.map(\.value) == ["Turku"])
        let old = try #require(try engine.store.memory(told.id, namespace: "default"))
        try home.set(now: "2026-05-05T08:00:00Z")
        _ = try engine.correct(old, with: "I live near the sea.")
        #expect(try engine.list(listing).facts == [])
    }

    @Test func anothersLaterMoveIsNoAnswer() throws {
        let engine = try TemporaryHome(now: "2026-05-04T08:00:00Z").open(model: true)
        for (text, at) in [
            ("Ada moved to Lisbon", "2026-05-01T08:00:00Z"),
            ("Bob moved to Porto", "2026-05-02T08:00:00Z"),
        ] { _ = try engine.remember(try MemoryDraft(text, at: at)) }
        for question in ["Lisbon", "lisbon"] {
            let answer = try engine.recall(question, options: RecallOptions(namespace: "default"))
            #expect(answer.results.first?.memory.content == "Ada moved to Lisbon")
        }
    }
}

@Suite struct KindsOfThingsTests {
    @Test(
        arguments: [
            ("which animal got in", "animal"), ("what kind of animals are there", "animals"),
            ("what musical instruments does he play", "instruments"), ("which bird was it", "bird"),
            ("where is the animal shelter", nil), ("what happened to the piano", nil),
        ] as [(String, String?)])
    func onlyAKindThatIsAskedForCounts(_ question: String, _ kind: String?) {
        let words = question.split(separator: " ").map(String.init)
        #expect(KindsOfThings.kind(askedForIn: words) == kind)
    }

    @Test func aThingOfTheKindIsFound() {
        var index = SmallIndex()
        index.add("the seagull took the sandwich")
        index.add("the window was left open")
        let score = index.score("which animal took it")
        #expect(score.lexical.own[0] > index.score("what took it").lexical.own[1])
    }
}
