import DuckDB
import Foundation
import JSON
import Testing

@testable import Memory

/// Lists, filters, corrections, marks and undo.
@Suite struct ListingTests {
    private func told(_ kind: StoreKind) throws -> (TemporaryHome, MemoryEngine) {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        let file = try home.write(
            "in.jsonl",
            """
            {"content":"one","at":"2026-03-01","speaker":"Ana","session":"a","tags":["x"]}
            {"content":"two","at":"2026-03-02","speaker":"Ben","session":"a","tags":["x","y"]}
            {"content":"three","at":"2026-03-03","speaker":"Ana","session":"b","status":"open"}
            {"content":"four","at":"2026-03-04","speaker":"ana","n":7,"deep":{"a/b":true}}
            {"content":"five","at":"2026-03-05","metadata":{"a.b":"c","$":"d"}}
            """)
        try engine.take(file)
        return (home, engine)
    }

    @Test(arguments: StoreKind.available)
    func filtersChooseAndPagesFollowEachOther(_ kind: StoreKind) throws {
        let (_, engine) = try told(kind)
        func found(_ change: (inout MemoryFilter) throws -> Void) throws -> [String] {
            var listing = MemoryListing(namespace: "default")
            listing.isOldestFirst = true
            try change(&listing.filter)
            return try engine.list(listing).memories.map(\.content)
        }
        #expect(try found { _ in } == ["one", "two", "three", "four", "five"])
        #expect(try found { $0.tags = ["x"] } == ["one", "two"])
        #expect(try found { $0.tags = ["x", "y"] } == ["two"])
        #expect(try found { $0.sessionID = "a" } == ["one", "two"])
        #expect(try found { $0.speaker = "Ana" } == ["one", "three", "four"])
        #expect(try found { $0.metadata = [.init(key: "status", value: "open")] } == ["three"])
        #expect(try found { $0.metadata = [.init(key: "n", value: "7")] } == ["four"])
        #expect(try found { $0.metadata = [.init(key: "a.b", value: "c")] } == ["five"])
        #expect(try found { $0.metadata = [.init(key: "$", value: "d")] } == ["five"])
        #expect(try found { $0.since = try Moment(stated: "2026-03-04") } == ["four", "five"])
        #expect(try found { $0.until = try Moment(stated: "2026-03-02") } == ["one"])
        #expect(try found { $0.speaker = "'; DROP TABLE memory; --" } == [])

        for isOldestFirst in [true, false] {
            for order in [MemoryListing.Order.happened, .told] {
                var listing = MemoryListing(namespace: "default")
                (listing.limit, listing.isOldestFirst, listing.order) = (2, isOldestFirst, order)
                var all: [String] = []
                repeat {
                    let page = try engine.list(listing)
                    all += page.memories.map(\.content)
                    listing.after = page.next.flatMap { PageCursor($0.text) }
                } while listing.after != nil
                let expected = ["one", "two", "three", "four", "five"]
                #expect(all == (isOldestFirst ? expected : expected.reversed()))
            }
        }
        #expect(PageCursor("nonsense") == nil)
    }

    /// As in notes: `#animals/alpaca` is an animal, too.
    @Test(arguments: StoreKind.available)
    func aTagStandsForThoseBelowIt(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        for (content, tag) in [
            ("alpaca", "animals/alpaca"), ("zoo", "Animals"), ("wool", "animals/alpaca/wool"),
            ("told", "#animals"), ("other", "animalsandmore"), ("below", "wild/animals"),
        ] {
            var draft = try MemoryDraft(content)
            draft.tags = ["x", tag]
            _ = try engine.remember(draft)
        }
        let later = try engine.remember(try MemoryDraft("later"))
        try engine.tag(
            try #require(try engine.store.memory(later.id, namespace: "default")),
            with: ["animals/horse"])
        func found(_ tags: String...) throws -> Set<String> {
            var listing = MemoryListing(namespace: "default")
            listing.filter.tags = tags
            return Set(try engine.list(listing).memories.map(\.content))
        }
        let animals: Set = ["alpaca", "zoo", "wool", "told", "later"]
        #expect(try found("animals") == animals)
        #expect(try found("#ANIMALS/") == animals)
        #expect(try found("animals/alpaca", "x") == ["alpaca", "wool"])
        #expect(try found("animals/alp") == [])
        #expect(try found("%") == [] && found("animals_") == [])
        var options = RecallOptions(namespace: "default")
        options.filter.tags = ["animals"]
        let recalled = try engine.recall("alpaca wool", options: options)
        #expect(Set(recalled.results.map(\.memory.content)) == animals)
    }

    @Test(arguments: StoreKind.available)
    func filtersAreAppliedBeforeTheBestAreTaken(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        let lines = (0..<60).map { number in
            #"{"content":"the pump number \#(number) is dry","speaker":"\#(number % 20 == 0 ? "Ada" : "Ben")","at":"2026-03-02 09:\#(number < 10 ? "0" : "")\#(number)"}"#
        }
        try engine.take(try home.write("in.jsonl", lines.joined(separator: "\n")))
        var options = RecallOptions(namespace: "default")
        options.limit = 3
        options.filter.speaker = "Ada"
        let results = try engine.recall("Which pump is dry?", options: options).results
        #expect(results.count == 3)
        #expect(results.allSatisfy { $0.memory.speaker == "Ada" })
    }

    @Test(arguments: StoreKind.available)
    func whatSaysTheSameIsOneResultAndTenAreTen(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        var lines = (0..<40).map {
            #"{"content":"The pump is dry\#($0 % 2 == 0 ? "." : "")","at":"2026-03-02T09:00:\#($0 + 10)Z"}"#
        }
        lines += (0..<12).map {
            #"{"content":"The pump is dry and well \#($0) too","at":"2026-03-03"}"#
        }
        lines.append(#"{"content":"The pump is dry","speaker":"Ana","at":"2026-03-02"}"#)
        try engine.take(try home.write("in.jsonl", lines.joined(separator: "\n")))
        var options = RecallOptions(namespace: "default")
        let results = try engine.recall("is the pump dry", options: options).results
        #expect(results.count == 10)
        let folded = try #require(results.first { $0.saying != nil })
        #expect(folded.saying?.times == 40)
        #expect(folded.saying?.last.description == "2026-03-02T09:00:49Z")
        #expect(folded.saying?.others.count == 39)
        #expect(results.count { $0.memory.content.hasPrefix("The pump is dry and") == false } == 2)
        options.foldsRepetitions = false
        let all = try engine.recall("is the pump dry", options: options).results
        #expect(all.count == 10 && all.allSatisfy { $0.saying == nil })
    }

    @Test(arguments: StoreKind.available)
    func whatIsCorrectedStaysAsHistoryBehindWhatStands(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        let old = try engine.remember(try MemoryDraft("Ada lives in Lisbon", at: "2026-03-02"))
        try home.set(now: "2026-05-13T13:00:00Z")
        var draft = try MemoryDraft("Ada lives in Porto")
        draft.supersedes = old.id
        let new = try engine.remember(draft)
        for number in 0..<3 {
            _ = try engine.remember(try MemoryDraft("something else \(number)"))
        }
        let options = RecallOptions(namespace: "default")
        let results = try engine.recall("Where in Lisbon does Ada live?", options: options).results
        #expect(results.last?.memory.id == old.id)
        #expect(results.last?.supersededBy == new.id)
        #expect(results.dropLast().allSatisfy { $0.supersededBy == nil })
        // As of before, it stands.
        var before = options
        before.asOf = try Moment(stated: "2026-04-01")
        #expect(
            try engine.recall("Where does Ada live?", options: before).results.map(\.supersededBy)
                == [nil])
        draft.content = "Ada lives in Faro"
        #expect(memoryError { _ = try engine.remember(draft) }?.message.contains("already") == true)
        draft.supersedes = UUID()
        #expect(memoryError { _ = try engine.remember(draft) }?.code == .notFound)
        // There and back.
        let lines = try engine.exported()
        let other = try TemporaryHome(store: kind).open()
        try other.take(try home.write("e.jsonl", lines.joined(separator: "\n")))
        #expect(try other.exported() == lines)
        #expect(try other.store.marks(namespace: "default").corrections[old.id]?.by == new.id)
        // Where the correction is erased, the old one stands again.
        _ = try engine.forget(try #require(try engine.store.memory(new.id, namespace: "default")))
        #expect(try engine.store.marks(namespace: "default").corrections.isEmpty)
    }

    @Test(arguments: StoreKind.available)
    func tagsAndPinsAreGivenLaterAndTheMemoryStaysAsItWas(_ kind: StoreKind) throws {
        let (home, engine) = try told(kind)
        let one = try #require(try engine.all().first)
        try engine.tag(one, with: ["later", "x", "later"])
        #expect(try engine.store.laterTags(namespace: "default") == [one.id: ["later"]])
        #expect(try engine.all().first == one)
        var listing = MemoryListing(namespace: "default")
        listing.filter.tags = ["later"]
        #expect(try engine.list(listing).memories.map(\.content) == ["one"])
        try engine.pin(one, true)
        #expect(try engine.store.marks(namespace: "default").pins == [one.id: true])
        let answer = try engine.recall("one", options: RecallOptions(namespace: "default"))
        #expect(answer.results.first?.reasons.contains { $0.kind == .strength } == true)

        let lines = try engine.exported()
        let other = try TemporaryHome(store: kind).open()
        try other.take(try home.write("e.jsonl", lines.joined(separator: "\n")))
        #expect(try other.exported() == lines)

        #expect(memoryError { _ = try engine.untag(one, from: ["x"]) }?.code == .invalidInput)
        #expect(try engine.untag(one, from: ["later", "no"]) == 1)
        try engine.pin(one, false)
        #expect(try engine.store.marks(namespace: "default").pins == [one.id: false])
        let receipt = try engine.forget(one)
        #expect(try engine.verify(receipt) == [])
        #expect(try engine.store.marks(namespace: "default").pins.isEmpty)
    }

    @Test(arguments: StoreKind.slept)
    func theLastTellingIsTakenBackButForWhatWasToldAgain(_ kind: StoreKind) throws {
        let (home, engine) = try told(kind)
        let more = try home.write(
            "more.jsonl",
            """
            {"content":"six","at":"2026-03-06"}
            {"content":"seven","at":"2026-03-07"}
            {"content":"five","at":"2026-03-05","metadata":{"a.b":"c","$":"d"}}
            """)
        try engine.take(more)
        _ = try engine.sleep(SleepRequest())
        _ = try engine.remember(try MemoryDraft("by hand"))
        func undo() throws -> [String]? {
            guard let last = try engine.lastTelling(namespace: "default") else { return nil }
            try engine.undo(last)
            return last.memories.map(\.content)
        }
        #expect(try undo() == ["by hand"])
        // Another tells one of them again: it stays.
        _ = try engine.remember(try MemoryDraft("seven", at: "2026-03-07"))
        #expect(try undo() == [])
        #expect(try undo() == ["six", "seven"])
        #expect(try engine.all().map(\.content) == ["one", "two", "three", "four", "five"])
        #expect(try engine.count("SELECT count(*) FROM stg_memories") == 5)
        // It can be told again, and nobody is told that it was erased.
        let report = try engine.take(more)
        #expect(report.stored == 2 && report.restored == 0)
        #expect(try undo() == ["six", "seven"])
        #expect(try undo() == ["one", "two", "three", "four", "five"])
        #expect(try undo() == nil)
    }

    @Test(arguments: StoreKind.available)
    func anUndoLeavesWhatOthersToldSince(_ kind: StoreKind) throws {
        let (home, engine) = try told(kind)
        let file = home.directory.appending(path: "in.jsonl")
        let first = try #require(try engine.lastTelling(namespace: "default"))
        #expect(first.memories.count == 5)
        _ = try engine.remember(try MemoryDraft("two", at: "2026-03-02", by: "Ben", session: "a"))
        #expect(memoryError { try engine.undo(first) }?.code == .invalidInput)
        #expect(try engine.all().count == 5)
        let stale = try #require(try engine.lastTelling(namespace: "default"))
        try engine.undo(stale)
        #expect(try engine.take(file).stored == 0)
    }

    @Test(arguments: StoreKind.available)
    func whatWasErasedComesBackOnlyWithAWord(_ kind: StoreKind) throws {
        let (home, engine) = try told(kind)
        _ = try engine.forget(try #require(try engine.all().first))
        var request = ImportRequest(
            path: home.directory.appending(path: "in.jsonl"), namespace: "default")
        request.respectsErasures = true
        let held = try engine.importMemories(request)
        #expect(held.withheld == 1 && held.stored == 0 && held.restored == 0)
        request.respectsErasures = false
        let report = try engine.importMemories(request)
        #expect(report.restored == 1 && report.stored == 1)
    }

    /// A text, and the day that it names.
    @Test(
        arguments: [
            ("2026-03-02", "2026-03-02"), ("8 May 2023", "2023-05-08"), ("yesterday", "2026-05-12"),
            ("today", "2026-05-13"), ("2026-03-02T00:00:00", nil), ("2026-03-02 09:05", nil),
            ("now", nil), ("2 days ago", nil), ("1772442300", nil), ("nonsense", nil),
        ] as [(String, String?)])
    func aDayIsToldFromAMoment(_ text: String, _ expected: String?) throws {
        let parser = MomentParser(now: try Moment(stated: "2026-05-13T12:00:00Z"), zone: .gmt)
        #expect(parser.day(text)?.description == expected)
    }
}
