import Foundation
import JSON
import Testing

@testable import Memory

@Suite struct JSONLinesImportTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    private func take(_ text: String, keepsGoing: Bool = false) throws -> (
        ImportReport, [MemoryRecord]
    ) {
        let engine = try home.open()
        let report = try engine.take(try home.write("in.jsonl", text), keepsGoing: keepsGoing)
        return (report, try engine.all())
    }

    /// What import says of one line, which it must refuse.
    private func refusal(_ line: String) throws -> String {
        let engine = try home.open()
        let file = try home.write("in.jsonl", line)
        let error = try #require(memoryError { try engine.take(file) })
        #expect(error.code == .invalidInput)
        #expect(try engine.all().isEmpty)
        return error.message
    }

    @Test func everyFieldIsKept() throws {
        let line = """
            {"content": "The well is dry", "role": "user", "speaker": "Ada", "session_id": "walk", \
            "context": "hill", "tags": ["water", "水"], "metadata": {"a": 1}, "chunk_index": 2, \
            "occurred_at": "2026-03-02T09:05:00.000001+01:00", "recorded_at": "2026-03-03"}
            """
        let memory = try #require(try take(line).1.first)
        #expect(memory.content == "The well is dry")
        #expect(memory.role == "user")
        #expect(memory.speaker == "Ada")
        #expect(memory.sessionID == "walk")
        #expect(memory.context == "hill")
        #expect(memory.tags == ["water", "水"])
        #expect(memory.metadata == #"{"a":1}"#)
        #expect(memory.chunkIndex == 2)
        #expect(memory.occurredAt.description == "2026-03-02T08:05:00.000001Z")
        #expect(memory.recordedAt.description == "2026-03-03T00:00:00Z")
        #expect(memory.timeSource == .stated)
    }

    /// As chat programs export them.
    @Test(arguments: [
        (#"{"text": "hi", "user": "U1", "ts": "1709287200.000100"}"#, "U1"),
        (#"{"text": "hi", "sender": "Ana", "sent_at": "2024-03-01T10:00:00Z"}"#, "Ana"),
        (#"{"text": "hi", "from": "Ana", "datetime": "2024-03-01 10:00"}"#, "Ana"),
        (#"{"text": "hi", "author": {"id": "7", "name": "Ana"}, "date": 1709287200}"#, "Ana"),
        (#"{"text": "hi", "speaker": " ", "username": "ana", "at": "2024-03-01 10:00"}"#, "ana"),
    ])
    func whoSaidItAndWhenIsReadByOthersNames(_ line: String, _ speaker: String) throws {
        let memory = try #require(try take(line).1.first)
        #expect(memory.speaker == speaker)
        #expect(memory.occurredAt.description.hasPrefix("2024-03-01T10:00:00"))
        #expect(memory.timeSource == .stated)
    }

    @Test func whatIsBlankSaysNothing() throws {
        let line = #"{"content": "hi", "speaker": "", "at": "", "tags": "a, b,", "role": "Human"}"#
        let memory = try #require(try take(line).1.first)
        #expect(memory.speaker == nil && memory.timeSource == .unknown)
        #expect(memory.tags == ["a", "b"] && memory.role == "user")
    }

    /// One of two values would be lost without a word.
    @Test(arguments: [
        #"{"content": "a", "content": "b"}"#, #"{"content": "a", "metadata": {"k": 1, "k": 2}}"#,
        #"{"content": "a", "x": [{"k": 1, "k": 1}]}"#,
    ])
    func aKeyThatStandsTwiceIsRefused(_ line: String) throws {
        #expect(try refusal(line).contains("this key is in the object already"))
        let text = line + "\n" + #"{"content": "c"}"#
        let (report, memories) = try take(text, keepsGoing: true)
        #expect(report.refused.count == 1 && memories.map(\.content) == ["c"])
    }

    @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
    func anotherEncodingIsNamed(_ encoding: String.Encoding) throws {
        let data = try #require(#"{"content": "a"}"#.data(using: encoding))
        for name in ["in.jsonl", "in.json", "in.md"] {
            let file = try home.write(name, data)
            let error = memoryError { try home.open().take(file) }
            #expect(error?.message.contains("UTF-16") == true, "\(name)")
        }
    }

    /// The key another tool uses, and what its value becomes.
    @Test(
        arguments: [
            (#""text": "x""#, "x", nil, nil), (#""memory": "x""#, "x", nil, nil),
            (#""message": "x""#, "x", nil, nil), (#""content": 5"#, "5", nil, nil),
            (#""content": "x", "author": "A""#, "x", "A", nil),
            (#""content": "x", "user": "A", "thread_id": 12"#, "x", "A", "12"),
            (#""content": "x", "name": "A", "run_id": "r""#, "x", "A", "r"),
            (#""content": null, "text": "x", "speaker": null, "session": "s""#, "x", nil, "s"),
            (#""content": "x", "conversation_id": "c""#, "x", nil, "c"),
        ] as [(String, String, String?, String?)])
    func keysOfOtherToolsAreUnderstood(
        _ keys: String, _ content: String, _ speaker: String?, _ session: String?
    ) throws {
        let memory = try #require(try take("{\(keys)}").1.first)
        #expect(memory.content == content)
        #expect(memory.speaker == speaker)
        #expect(memory.sessionID == session)
    }

    @Test(arguments: [
        (#""timestamp": 1772442300"#, "2026-03-02T09:05:00Z"),
        (#""timestamp": 1772442300.5"#, "2026-03-02T09:05:00.500000Z"),
        (#""created_at": 1772442300000"#, "2026-03-02T09:05:00Z"),
        (#""time": "1:56 pm on 8 May, 2023""#, "2023-05-08T13:56:00Z"),
        (#""date": "2026-03-02""#, "2026-03-02T00:00:00Z"),
        (#""at": "2026-03-02T09:05:00-05:00""#, "2026-03-02T14:05:00Z"),
        (#""occurred_at": "2026-03-02", "created_at": "2027-01-01""#, "2026-03-02T00:00:00Z"),
    ])
    func timesAreReadUnderAnyName(_ key: String, _ expected: String) throws {
        let memory = try #require(try take(#"{"content": "x", \#(key)}"#).1.first)
        #expect(memory.occurredAt.description == expected)
        #expect(memory.timeSource == .stated)
    }

    @Test func whatNobodyAskedForIsKeptInTheMetadata() throws {
        let line =
            #"{"content": "x", "mood": "glad", "n": 1.50, "deep": [{"a": null}], "no": null}"#
        let memory = try #require(try take(line).1.first)
        #expect(memory.metadata == #"{"mood":"glad","n":1.5,"deep":[{"a":null}]}"#)
    }

    @Test func theSecondNameOfAFieldIsNotLost() throws {
        let line =
            #"{"content": "x", "speaker": "A", "author": "B", "text": "y", "metadata": {"k": 1}}"#
        let memory = try #require(try take(line).1.first)
        #expect(memory.speaker == "A")
        #expect(memory.metadata == #"{"k":1,"author":"B","text":"y"}"#)
    }

    @Test func aKeyThatTheMetadataHasTooIsNotLost() throws {
        let memory = try #require(
            try take(#"{"content": "x", "k": 1, "metadata": {"k": 2}}"#).1.first)
        #expect(memory.metadata == #"{"k":2,"k_":1}"#)
    }

    @Test(arguments: [
        ("\u{feff}{\"content\": \"x\"}\n", 1),
        ("{\"content\": \"x\"}\r\n{\"content\": \"y\"}\r\n", 2),
        ("\n\n{\"content\": \"x\"}\n\n", 1), ("{\"content\": \"x\"}", 1), ("", 0), ("\n", 0),
        ("{\"content\": \"x\\r\\ny\"}\n", 1),
    ])
    func byteOrderMarksLineEndsAndEmptyLinesAreNoTrouble(_ text: String, _ count: Int) throws {
        let (report, memories) = try take(text)
        #expect(report.stored == count)
        #expect(memories.count == count)
        #expect(memories.allSatisfy { !$0.content.hasPrefix("\u{feff}") })
    }

    @Test(arguments: [
        ("{\"content\": \"x\"\n", "line 2, column"), ("{\"content\": x}", "line 2, column 13:"),
        ("nonsense", "line 2, column 1:"), ("{} {}", "line 2, column 4:"),
        ("{\"content\": \"\\ud800\"}", "line 2, column 14:"), ("[1]", "expected an object"),
        ("\"text\"", "expected an object"), ("{}", "there is no \"content\""),
        (#"{"content": ""}"#, "empty"), (#"{"content": "a\u0000b"}"#, "NUL"),
        (#"{"content": [{"type": "image"}]}"#, "\"content\" is an array without any text"),
        (#"{"content": {"x": 1}}"#, "\"content\" is an object"),
        (#"{"content": "x", "tags": "one", "metadata": 5}"#, "\"metadata\" is a number"),
        (#"{"content": "x", "tags": [1]}"#, "\"tags\""),
        (#"{"content": "x", "tags": {"a": 1}}"#, "\"tags\""),
        (#"{"content": "x", "occurred_at": "soon"}"#, "\"occurred_at\" cannot be parsed"),
        (#"{"content": "x", "occurred_at": {"y": 2026}}"#, "\"occurred_at\" cannot be parsed"),
        (#"{"content": "x", "chunk_index": -1}"#, "\"chunk_index\""),
        (#"{"content": "x", "chunk_index": 1.5}"#, "\"chunk_index\""),
        (#"{"content": "x", "chunk_index": 99999999999}"#, "\"chunk_index\""),
        (#"{"content": "x", "namespace": "a\nb"}"#, "namespace"),
        (#"{"content": "x", "accesses": [{"rank": 1}]}"#, "an access has"),
        (#"{"content": "x", "accesses": 5}"#, "\"accesses\""),
        (
            #"{"content": "x", "accesses": [{"recall_id": "no", "rank": 1, "accessed_at": "now"}]}"#,
            "an access has a \"recall_id\""
        ),
        (
            #"{"content": "x", "accesses": [{"recall_id": "019cadcb-2edb-7bab-abab-abababababab", "#
                + #""rank": 99999999999, "accessed_at": "2026-03-02"}]}"#,
            "\"rank\""
        ),
    ])
    func aLineThatCannotBeReadSaysWhereAndWhyAndNothingIsImported(_ line: String, _ says: String)
        throws
    {
        let message = try refusal(
            "{\"content\": \"first\"}\n" + line + "\n{\"content\": \"last\"}\n")
        #expect(message.hasPrefix("in.jsonl, line 2, column "))
        #expect(message.contains(says), "\(message)")
        #expect(message.contains("Nothing was imported"))
    }

    @Test func keepGoingImportsTheOtherLinesAndCountsTheRest() throws {
        let text = """
            {"content": "one"}
            {"content": }
            {"content": "two", "occurred_at": "soon"}
            nonsense
            {"content": "three"}
            """
        let (report, memories) = try take(text, keepsGoing: true)
        #expect(report.stored == 2)
        #expect(report.read == 2)
        #expect(
            report.refused.map(\.place) == [
                "in.jsonl, line 2, column 13", "in.jsonl, line 3, column 1",
                "in.jsonl, line 4, column 1",
            ])
        #expect(Set(memories.map(\.content)) == ["one", "three"])
    }

    @Test func bytesThatAreNotUTF8AreToldWithTheirPlace() throws {
        let engine = try home.open()
        var data = Data("{\"content\": \"fine\"}\n{\"content\": \"caf".utf8)
        data.append(contentsOf: [0xe9])
        data.append(contentsOf: Data("\"}\n".utf8))
        let file = try home.write("in.jsonl", data)
        let error = try #require(memoryError { try engine.take(file) })
        #expect(error.message.hasPrefix("in.jsonl, line 2, column 14: the text is not UTF-8"))
        #expect(try engine.take(file, keepsGoing: true).stored == 1)
    }

    @Test func deepNestingIsRefusedAndNotFollowed() throws {
        let depth = 200_000
        let bomb =
            #"{"content": "x", "a": "# + String(repeating: "[", count: depth)
            + String(repeating: "]", count: depth) + "}"
        #expect(try refusal(bomb).contains("nested too deeply"))
        // What is not too deep for JSON is not too deep for the store either.
        let fine =
            #"{"content": "x", "a": "# + String(repeating: "[", count: 100)
            + String(repeating: "]", count: 100) + "}"
        #expect(try take(fine).0.stored == 1)
    }

    /// JSON that is right, and that other readers of it may choke on.
    @Test(arguments: [
        #"1e999"#, #"-0"#, #"12345678901234567890123456789"#, #"0.1000000000000000000001"#,
        #""\u0000""#, #""\ud83e\udd94""#, #"{"": ""}"#, #"{"a.b": {"$": 1}}"#, #"{"\u0000": 1}"#,
    ])
    func unusualMetadataIsKeptAndComesBack(_ value: String) throws {
        let engine = try home.open()
        let file = try home.write(
            "in.jsonl", #"{"content": "x", "occurred_at": 1772442300, "v": \#(value)}"#)
        #expect(try engine.take(file).stored == 1)
        let first = try engine.exported()
        #expect(first.count == 1)
        #expect(try JSON.parse(first[0])["metadata"]?["v"] == JSON.parse(value))
        let again = try home.write("again.jsonl", first.joined(separator: "\n"))
        #expect(try engine.take(again).known == 1)
    }

    @Test func aHugeLineIsKeptAndATooHugeOneRefused() throws {
        let engine = try home.open()
        let huge = String(repeating: "a b ", count: 4 << 20)
        let fine = try home.write("fine.jsonl", #"{"content": "\#(huge)"}"#)
        #expect(try engine.take(fine).stored == 1)
        #expect(try engine.all().first?.content.utf8.count == 16 << 20)
        let more = try home.write("more.jsonl", #"{"content": "\#(huge)x"}"#)
        let error = try #require(memoryError { try engine.take(more) })
        #expect(error.message.hasPrefix("more.jsonl, line 1, column 1: the content has 16777217"))
    }

    @Test func parentsAreFoundInTheSameFileWhereverTheyStand() throws {
        let (_, memories) = try take(
            """
            {"content": "part", "id": "b", "parent_id": "a", "occurred_at": "2026-03-02"}
            {"content": "whole", "id": "a", "occurred_at": "2026-03-01"}
            {"content": "orphan", "parent_id": "nowhere", "occurred_at": "2026-03-03"}
            """)
        #expect(memories.map(\.content) == ["whole", "part", "orphan"])
        #expect(memories[1].parentID == memories[0].id)
        #expect(memories[2].parentID == nil)
    }

    @Test func aSecondImportStoresNothing() throws {
        let engine = try home.open()
        let text = """
            {"content": "dated", "occurred_at": "2026-03-02T09:05:00Z"}
            {"content": "undated"}
            {"content": "undated", "session": "s"}
            {"content": "undated"}
            """
        let file = try home.write("in.jsonl", text)
        let first = try engine.take(file)
        #expect(first.stored == 4)
        #expect(first.known == 0)
        try home.set(now: "2026-06-01")
        let second = try engine.take(file)
        #expect(second.stored == 0)
        #expect(second.known == 4)
        #expect(try engine.all().count == 4)
    }

    @Test func whatIsSaidInPartsOrInAnObjectOfItsOwnIsTakenAndNothingOfTheLineIsLost() throws {
        let (_, memories) = try take(
            #"""
            {"content": [{"type": "text", "text": "I moved"}, "to Porto", {"text": "by train", "id": 7}]}
            {"timestamp": "2026-03-02", "id": "a", "content": null, "message": {"id": "b", "role": "human", \#
            "content": [{"type": "text", "text": "No, to Faro"}]}, "sessionId": "s"}
            """#)
        #expect(memories.map(\.content) == ["No, to Faro", "I moved\n\nto Porto\n\nby train"])
        #expect(memories[0].role == "user")
        #expect(memories[0].sessionID == "s")
        #expect(memories[0].metadata == #"{"id_":"b"}"#)
        #expect(memories[1].metadata == #"{"content":[{"text":"by train","id":7}]}"#)
    }

    @Test func theOrderOfTellingIsKeptWhereTimesAreTheSame() throws {
        let lines = (0..<300).map {
            #"{"content": "line \#($0)", "occurred_at": "2026-03-02", "session": "s"}"#
        }
        let (_, memories) = try take(lines.joined(separator: "\n"))
        #expect(memories.map(\.content) == (0..<300).map { "line \($0)" })
    }

    @Test func aNamespaceThatIsAskedForReplacesTheFiles() throws {
        let engine = try home.open()
        let file = try home.write("in.jsonl", #"{"content": "x", "namespace": "theirs"}"#)
        try engine.take(file)
        var request = ImportRequest(path: file, namespace: "mine")
        request.forcesNamespace = true
        _ = try engine.importMemories(request)
        #expect(try engine.store.namespaces().map(\.name) == ["mine", "theirs"])
    }

    @Test func aFolderAMissingFileAndAnUnknownKindAreToldApart() throws {
        let engine = try home.open()
        let missing = memoryError { try engine.take(home.directory.appending(path: "no.jsonl")) }
        #expect(missing?.message.contains("there is no file or folder") == true)
        let unknown = try home.write("x.bin", "x")
        #expect(memoryError { try engine.take(unknown) }?.message.contains("--format") == true)
        let folder = memoryError { try engine.take(home.directory, .jsonl) }
        #expect(folder?.code == .invalidInput)
    }
}
