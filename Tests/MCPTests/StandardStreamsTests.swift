import Foundation
import JSON
import Testing

@testable import MCP

/// A client on the other end of two pipes.
@Suite struct StandardStreamsTests {
    /// What comes out for what goes in, by id.
    private func exchange(_ lines: [String]) async throws -> [JSON] {
        let input = Pipe()
        let output = Pipe()
        let streams = StandardStreams(
            try ContextServerTests.server(), output: output.fileHandleForWriting.fileDescriptor)
        let descriptor = input.fileHandleForReading.fileDescriptor
        for line in lines {
            try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
        }
        try input.fileHandleForWriting.close()
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                streams.serve(input: descriptor, patience: .seconds(600))
                continuation.resume()
            }
        }
        try output.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        return try data.split(separator: UInt8(ascii: "\n")).map { try JSON.parse(Array($0)) }
    }

    private func call(_ id: Int, _ text: String) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"print","arguments":{"text":"\#(text)"}}}"#
            + "\n"
    }

    @Test func everyLineOfTheOutputIsAnAnswer() async throws {
        let answers = try await exchange([
            call(1, "a"), "\r\n", "  \n", "{nonsense\n", call(2, "ü"),
            #"{"jsonrpc":"2.0","method":"notifications/initialized"}"# + "\n",
        ])
        #expect(Set(answers.map { $0["id"] ?? .null }) == [1, .null, 2])
        #expect(answers.first { $0["id"] == .null }?["error"]?["code"] == -32700)
        let second = answers.first { $0["id"] == 2 }
        #expect(second?["result"]?["structuredContent"]?["printed"] == "ü")
    }

    @Test func aLastLineWithoutItsEndIsAnswered() async throws {
        #expect(try await exchange([String(call(1, "a").dropLast())]).count == 1)
    }

    @Test func aRequestThatIsGivenUpIsEndedAndNotAnswered() async throws {
        // Without the cancellation the answer to 1 would come: the streams are more patient than it.
        let answers = try await exchange([
            call(1, "wait"), call(2, "b"),
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#
                + "\n",
        ])
        #expect(answers.map { $0["id"] } == [2])
    }

    @Test func anIdThatIsUnderWayIsNotTakenAgain() async throws {
        let answers = try await exchange([
            call(1, "wait"), call(1, "b"),
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#
                + "\n",
        ])
        #expect(answers.map { $0["error"]?["code"]?.int } == [-32600])
    }

    @Test func linesAreCutWhereverTheirBytesCome() {
        var reader = LineReader(limit: 4)
        #expect(reader.take([0x61]) == [])
        #expect(reader.take([0x62, 0x0a, 0x0a, 0x63]) == [.line([0x61, 0x62]), .line([])])
        #expect(reader.take([0x64, 0x65, 0x66]) == [])
        #expect(reader.take([0x67, 0x68]) == [])
        #expect(reader.take([0x0a, 0x69]) == [.tooLong])
        #expect(reader.rest == [0x69])
    }
}
