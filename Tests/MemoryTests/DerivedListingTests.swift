import Foundation
import Testing

@testable import Memory

/// What sleep made and which talks there are, listed the same from a file and from a server.
@Suite struct DerivedListingTests {
    private func told(_ kind: StoreKind) throws -> (TemporaryHome, MemoryEngine) {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        try engine.take(
            try home.write(
                "in.jsonl",
                """
                {"content":"I live in Lisbon","at":"2026-03-01","speaker":"Ada","session":"a"}
                {"content":"I live in Faro near Lisbon","at":"2026-03-02","speaker":"Ben","session":"é;'x"}
                {"content":"I live in Porto","at":"2026-03-03","speaker":"Ada","session":"a"}
                """))
        return (home, engine)
    }

    @Test(arguments: StoreKind.slept)
    func factsAreListedByTheTimeTheyHold(_ kind: StoreKind) throws {
        let (_, engine) = try told(kind)
        var listing = FactListing(namespace: "default")
        #expect(try engine.list(listing).facts.isEmpty)
        _ = try engine.sleep(SleepRequest())
        #expect(try engine.list(listing).facts.map(\.value) == ["Porto", "Faro"])
        listing.subject = "ADA"
        #expect(try engine.list(listing).facts.map(\.value) == ["Porto"])
        listing.asOf = try Moment(stated: "2026-03-02")
        let then = try engine.list(listing).facts
        #expect(then.map(\.value) == ["Lisbon"])
        let expected = try Moment(stated: "2026-03-03")
        #expect(then.first?.validTo == expected)
        listing = FactListing(namespace: "default")
        (listing.includesPast, listing.limit) = (true, 1)
        var all: [String] = []
        repeat {
            let page = try engine.list(listing)
            all += page.facts.map(\.value)
            listing.after = page.next.flatMap { PageCursor($0.text) }
        } while listing.after != nil
        #expect(all == ["Porto", "Faro", "Lisbon"])
        listing.namespace = "other"
        #expect(try engine.list(listing).facts.isEmpty)
        listing.after = PageCursor(ListName("facts", "default"), [.earliest], UUID())
        #expect(memoryError { _ = try engine.list(listing) }?.code == .notFound)
    }

    @Test(arguments: StoreKind.slept)
    func episodesNeighboursCyclesAndSessionsAreListed(_ kind: StoreKind) throws {
        let (_, engine) = try told(kind)
        #expect(try engine.list(EpisodeListing(namespace: "default")).episodes.isEmpty)
        let first = try #require(try engine.all().first)
        let alone = try engine.neighbourhood(of: first, depth: 1, limit: 5)
        #expect(alone.memories == [first] && alone.associations.isEmpty && !alone.hasMore)
        #expect(try engine.cycles(limit: 5).isEmpty)
        _ = try engine.sleep(SleepRequest())
        let episodes = try engine.list(EpisodeListing(namespace: "default")).episodes
        #expect(episodes.map(\.memories).reduce(0, +) == 3)
        let last = try #require(episodes.last)
        let whole = try #require(try engine.episode(last.id, namespace: "default"))
        #expect(whole.memories.map(\.content).contains("I live in Lisbon"))
        #expect(try engine.episode(whole.episode.id, namespace: "other") == nil)
        let near = try engine.neighbourhood(of: first, depth: 3, limit: 2)
        #expect(near.memories.first == first && near.memories.count <= 3)
        #expect(near.associations.allSatisfy { $0.weight > 0 } && !near.associations.isEmpty)
        #expect(try engine.cycles(limit: 5).map(\.newMemories) == [3])
        #expect(try engine.cycles(before: 1, limit: 5).isEmpty)

        var listing = SessionListing(namespace: "default")
        listing.limit = 1
        let page = try engine.list(listing)
        #expect(page.sessions.map(\.id) == ["a"] && page.sessions[0].memories == 2)
        listing.after = page.next.flatMap { SessionCursor($0.text) }
        let next = try engine.list(listing)
        #expect(next.sessions.map(\.id) == ["é;'x"] && next.next == nil)
        #expect(next.sessions[0].speakers == ["Ben"])
        listing.namespace = "other"
        #expect(memoryError { _ = try engine.list(listing) }?.code == .notFound)
    }

    @Test(arguments: StoreKind.slept)
    func aCorrectionKeepsWhatWasSaidOfTheOldAndItsVersions(_ kind: StoreKind) throws {
        let (home, engine) = try told(kind)
        let old = try #require(try engine.all().first)
        try engine.tag(old, with: ["later"])
        try engine.pin(old, true)
        try home.set(now: "2026-05-13T13:00:00Z")
        let told = try engine.correct(old, with: "I live in Sintra")
        let new = try #require(try engine.store.memory(told.id, namespace: "default"))
        #expect(new.tags == ["later"] && new.speaker == "Ada" && new.sessionID == "a")
        #expect(try engine.store.marks(namespace: "default").pins[new.id] == true)
        let last = try engine.correct(new, with: "I live in Évora", speaker: "Ben")
        for id in [old.id, new.id, last.id] {
            let memory = try #require(try engine.store.memory(id, namespace: "default"))
            #expect(
                try engine.versions(of: memory).map(\.content)
                    == ["I live in Lisbon", "I live in Sintra", "I live in Évora"])
        }
        // A correction that is undone leaves what it corrected standing.
        try engine.undo(try #require(try engine.lastTelling(namespace: "default")))
        #expect(try engine.versions(of: old).count == 2)
    }
}
