import Foundation
import JSON
import Testing

@testable import Memory

@Suite struct ConversationTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    private let two = """
        [{"sample_id": "talk", "conversation": {"speaker_a": "Ada", "speaker_b": "Ben",
          "session_10_date_time": "9:00 am on 3 June, 2023",
          "session_10": [{"speaker": "Ben", "dia_id": "D10:1", "text": "Later."}],
          "session_2_date_time": "1:56 pm on 8 May, 2023",
          "session_2": [
            {"speaker": "Ada", "dia_id": "D2:1", "text": "Look!", "blip_caption": "a well", "img_url": ["u"]},
            {"speaker": "Ben", "dia_id": "D2:2", "text": "Dry?"},
            {"speaker": "Ada", "dia_id": "D2:3", "text": ""},
            {"speaker": "Ada", "dia_id": "D2:4", "blip_caption": "a pump"}]},
          "qa": [{"question": "What is dry?", "evidence": ["D2:1"], "category": 1}]}]
        """

    private func take(_ text: String) throws -> [MemoryRecord] {
        let engine = try home.open()
        try engine.take(try home.write("talk.json", text))
        return try engine.all()
    }

    @Test func aTurnIsAMemoryInTheOrderOfItsSession() throws {
        let memories = try take(two)
        #expect(
            memories.map(\.content) == [
                "Look! [shares an image: a well]", "Dry?", "[shares an image: a pump]", "Later.",
            ])
        #expect(memories.map(\.speaker) == ["Ada", "Ben", "Ada", "Ben"])
        #expect(
            memories.map(\.sessionID) == [
                "talk/session_2", "talk/session_2", "talk/session_2", "talk/session_10",
            ])
        #expect(
            memories.map(\.occurredAt.description) == [
                "2023-05-08T13:56:00Z", "2023-05-08T13:56:01Z", "2023-05-08T13:56:03Z",
                "2023-06-03T09:00:00Z",
            ])
        let metadata = try JSON.parse(memories[0].metadata ?? "")
        #expect(metadata["dia_id"]?.string == "D2:1")
        #expect(metadata["img_url"] == ["u"])
    }

    /// Whatever keys a turn has, and whatever their kinds.
    @Test func whatATurnSaysBesideItsTextIsKept() throws {
        let memories = try take(
            """
            {"session_1": [
                {"speaker": 7, "text": "one", "mood": "glad", "timestamp": 12, "none": null},
                {"speaker": "A", "img_url": ["u"]}, {"speaker": null, "text": "two"}]}
            """)
        #expect(memories.map(\.content) == ["one", "[shares an image]", "two"])
        #expect(memories.map(\.speaker) == ["7", "A", nil])
        let metadata = try JSON.parse(memories[0].metadata ?? "")
        #expect(metadata["mood"] == "glad" && metadata["timestamp"] == 12)
        #expect(metadata["none"] == nil && metadata["text"] == nil)
    }

    @Test func aSecondImportStoresNothing() throws {
        let engine = try home.open()
        let file = try home.write("talk.json", two)
        #expect(try engine.take(file).stored == 4)
        #expect(try engine.take(file).known == 4)
    }

    @Test func aConversationMayStandByItselfAndWithoutTimes() throws {
        let memories = try take(
            #"{"session_1": [{"speaker": "A", "text": "one"}, {"text": "two"}]}"#)
        #expect(memories.map(\.content) == ["one", "two"])
        #expect(memories.map(\.timeSource) == [.unknown, .unknown])
        #expect(memories[0].sessionID == "conversation-1/session_1")
    }

    @Test(arguments: [
        ("{}", "holds no conversation"), ("[]", "holds no conversation"),
        ("5", "holds no conversation"),
        (#"[{"conversation": {}}]"#, "holds no conversation"),
        (#"{"session_1": "text"}"#, "holds no conversation"),
        (#"{"session_1": [], "session_2": {"turns": []}}"#, "session_2 is an object"),
        (#"{"session_1": [], "session_b": [{"text": "x"}]}"#, "session_b is an array"),
        (#"{"conversation": [1]}"#, "holds no conversation"),
        (#"{"session_1": ["text"]}"#, "is a string, not an object"),
        (#"{"session_1": [null]}"#, "is null, not an object"),
        (#"{"session_1": [{"text": 5}]}"#, "\"text\""),
        (#"{"session_1": [{"text": "x", "speaker": {"id": 1}}]}"#, "\"speaker\""),
        (
            #"{"session_1": [{"text": "x"}], "session_1_date_time": "soon"}"#,
            "session_1 cannot be read"
        ),
        (#"{"session_1": [{"text": "a\u0000b"}]}"#, "NUL"),
        (#"{"session_1": [{"text": "x"}"#, "line 1, column"),
        ("", "line 1, column 1"),
    ])
    func aWrongShapeIsToldAndNothingIsImported(_ text: String, _ says: String) throws {
        let engine = try home.open()
        let file = try home.write("talk.json", text)
        let error = try #require(memoryError { try engine.take(file) })
        #expect(error.code == .invalidInput)
        #expect(error.message.contains(says), "\(error.message)")
        #expect(try engine.all().isEmpty)
    }
}
