import Foundation
import JSON
import Testing

/// `dormouse mcp`, as an agent's client keeps it for as long as it runs.
final class AgentProcess {
    let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var rest = Data()
    private var last = 0

    init(_ home: CommandHome, _ arguments: [String] = []) throws {
        process.executableURL = URL(fileURLWithPath: CommandHome.program)
        process.arguments = ["mcp", "--wait", "600"] + arguments
        process.environment = home.environment()
        process.currentDirectoryURL = home.folder
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit { process.terminate() }

    /// Calls a tool; gives its result.
    func call(_ tool: String, _ arguments: JSON = [:]) throws -> JSON {
        last += 1
        let message: JSON = [
            "jsonrpc": "2.0", "id": .int(last), "method": "tools/call",
            "params": ["name": .string(tool), "arguments": arguments],
        ]
        try input.fileHandleForWriting.write(contentsOf: Data((message.text() + "\n").utf8))
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let answer = try JSON.parse(Array(rest[..<end]))
                rest = Data(rest[(end + 1)...])
                #expect(answer["id"]?.int == last)
                return try #require(answer["result"], "\(answer)")
            }
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the process ended without an answer")
            rest += more
        }
    }

    /// Asks again and again, the next before the last is answered, until it is to end.
    ///
    /// - Parameter goesOn: asked after each answer.
    func keepAsking(while goesOn: () -> Bool) throws {
        func ask() throws {
            last += 1
            let message: JSON = [
                "jsonrpc": "2.0", "id": .int(last), "method": "tools/call",
                "params": ["name": "recall", "arguments": ["question": .string("what \(last)")]],
            ]
            try input.fileHandleForWriting.write(contentsOf: Data((message.text() + "\n").utf8))
        }
        var open = 0
        while open < 4 {
            try ask()
            open += 1
        }
        while open > 0 {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
                let more = output.fileHandleForReading.availableData
                try #require(!more.isEmpty, "the process ended without an answer")
                rest += more
                continue
            }
            let answer = try JSON.parse(Array(rest[..<end]))
            rest = Data(rest[(end + 1)...])
            #expect(answer["result"]?["isError"] == false, "\(answer)")
            open -= 1
            if goesOn() {
                try ask()
                open += 1
            }
        }
    }

    /// Tells something.
    func remember(_ content: String) throws {
        let told = try call("remember", ["content": .string(content)])
        #expect(told["structuredContent"]?["outcome"] == "stored", "\(told)")
    }

    /// How many memories a recall finds.
    func found(_ question: String) throws -> Int? {
        try call("recall", ["question": .string(question), "limit": 50])["structuredContent"]?[
            "results"]?.array?.count
    }

    /// Its client ends.
    func leave() throws {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
