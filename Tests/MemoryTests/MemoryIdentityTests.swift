import Foundation
import Testing

@testable import Memory

@Suite struct MemoryIdentityTests {
    private let hash = String(repeating: "ab", count: 32)

    private func key(
        _ namespace: String = "n", _ session: String? = "s", _ time: Int64? = 5,
        _ hash: String = "h"
    ) -> String {
        MemoryIdentity.key(
            namespace: namespace, session: session, time: time.map(Moment.init(microseconds:)),
            contentHash: hash)
    }

    @Test func theSamePartsGiveTheSameKey() { #expect(key() == key()) }

    @Test func eachPartCounts() {
        let keys = [
            key(), key("m"), key("n", "t"), key("n", nil), key("n", "s", 6), key("n", "s", nil),
            key("n", "s", 5, "i"), key("n", "s", -5),
        ]
        #expect(Set(keys).count == keys.count)
    }

    @Test func partsThatRunTogetherAreToldApart() {
        #expect(key("ab", "c") != key("a", "bc"))
        #expect(key("a", "1:b") != key("a1:", "b"))
        #expect(key("é", "") != key("e\u{301}", ""))
    }

    @Test func theIdHasTheLayoutOfUUIDVersion7() throws {
        let time = try Moment(stated: "2026-03-02T09:05:00.123999Z")
        let id = MemoryIdentity.id(time: time, keyHash: hash)
        // 1772442300123 milliseconds; version 7; variant 10.
        #expect(id.uuidString.lowercased() == "019cadcb-2edb-7bab-abab-abababababab")
    }

    @Test func aTimeThatIsNotKnownStandsAsZero() {
        let id = MemoryIdentity.id(time: nil, keyHash: hash)
        #expect(id.uuidString.lowercased() == "00000000-0000-7bab-abab-abababababab")
    }

    /// All hash: it does not sort as 1970, and its first digits tell it from others.
    @Test func theIdOfAMemoryWithoutACertainTimeHasTheLayoutOfUUIDVersion8() {
        let id = MemoryIdentity.undatedID(keyHash: hash)
        #expect(id.uuidString.lowercased() == "abababab-abab-8bab-abab-abababababab")
    }

    @Test func onlyWhatANewPartTellsApartHasAnotherIdThanInTheFirstLayout() {
        var identity = MemoryIdentity(
            namespace: "n", session: "s", time: Moment(microseconds: 5), contentHash: hash)
        #expect(identity.earlierID == nil)
        identity.speaker = "Ada"
        let earlier = identity.earlierID
        #expect(earlier != nil)
        identity.role = "user"
        #expect(identity.earlierID == earlier)
        identity.occurrence = 1
        #expect(identity.earlierID == nil)
        identity = MemoryIdentity(namespace: "n", contentHash: hash)
        #expect(identity.earlierID?.uuidString.hasPrefix("00000000-0000-7") == true)
    }

    @Test func timesBefore1970StandAsZeroAndStillGiveAnId() throws {
        let id = MemoryIdentity.id(time: .earliest, keyHash: hash)
        #expect(id.uuidString.hasPrefix("00000000-0000-7"))
    }

    @Test func idsSortByTime() throws {
        var random = SplitMix(state: 6)
        let times = (0..<200).map { _ in
            Moment(microseconds: .random(in: 0...Moment.latest.microseconds, using: &random))
        }.sorted()
        let ids = times.map { MemoryIdentity.id(time: $0, keyHash: hash).uuidString }
        #expect(ids == ids.sorted())
    }

    @Test func whatIsToldTwiceMeetsItself() throws {
        let engine = try TemporaryHome().open()
        var draft = try MemoryDraft("The well is dry", at: "2026-03-02", session: "walk")
        let first = try engine.remember(draft)
        #expect(first.outcome == .stored)
        draft.tags = ["water"]
        #expect(try engine.remember(draft) == Remembered(id: first.id, outcome: .known))
        #expect(try engine.all().map(\.tags) == [[]])
    }

    @Test func whatDiffersInAnyPartOfItsIdentityIsAnotherMemory() throws {
        let engine = try TemporaryHome().open()
        let drafts = [
            try MemoryDraft("The well is dry", at: "2026-03-02", session: "walk"),
            try MemoryDraft("The well is dry.", at: "2026-03-02", session: "walk"),
            try MemoryDraft("The well is dry", at: "2026-03-02T00:00:00.000001Z", session: "walk"),
            try MemoryDraft("The well is dry", at: "2026-03-02", session: "talk"),
            try MemoryDraft("The well is dry", at: "2026-03-02"),
            try MemoryDraft("The well is dry", at: "2026-03-02", in: "other", session: "walk"),
            try MemoryDraft("The well is dry", at: "2026-03-02", by: "Ada", session: "walk"),
            try MemoryDraft("The well is dry", at: "2026-03-02", by: "Ben", session: "walk"),
        ]
        let ids = try drafts.map { try engine.remember($0).id }
        #expect(Set(ids).count == drafts.count)
    }
}
