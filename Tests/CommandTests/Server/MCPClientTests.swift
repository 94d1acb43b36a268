import Foundation
import JSON
import Testing

/// `dormouse mcp`, spoken to by the clients that agents use.
@Suite struct MCPClientTests {
    private static let newer = python("mcp")
    private static let older = python("mcp-legacy")

    private static func python(_ name: String) -> String {
        CommandHome.checkout.appending(path: ".prefix/\(name)/bin/python").path
    }

    static var isInstalled: Bool {
        [newer, older].allSatisfy(FileManager.default.isExecutableFile(atPath:))
    }

    private let home: CommandHome

    init() throws { home = try CommandHome() }

    /// - Parameter command: what the client starts, or the URL of a server.
    private func speak(
        _ mode: String, _ calls: JSON, _ command: [String], token: String? = nil
    ) throws -> JSON {
        let script = CommandHome.checkout
            .appending(path: "Tests/CommandTests/Server/mcp_client.py").path
        let result = try home.start(
            mode == "old" ? Self.older : Self.newer,
            [script, mode, calls.text()] + command,
            environment: token.map { ["MCP_TOKEN": $0] } ?? [:]
        ).wait()
        #expect(result.code == 0, "\(result.errors)")
        return try JSON.parse(result.output)
    }

    @Test(
        .enabled(if: isInstalled, "no client of MCP: scripts/install-mcp-clients brings them"),
        arguments: ["auto", "legacy", "2026-07-28", "old"], ["standard streams", "HTTP"])
    func whatAClientTellsIsKeptFoundAndForgotten(_ mode: String, _ transport: String) throws {
        let isHTTP = transport == "HTTP"
        let token = try home.run(
            "token", "add", "t", "--only-namespace", "letters", "-q"
        ).lines.first
        let server = isHTTP ? try home.serve() : nil
        let said = try speak(
            mode,
            [
                [
                    "tool": "remember",
                    "arguments": ["content": "Ada moved to Lisbon in March", "speaker": "Ada"],
                ],
                ["tool": "recall", "arguments": ["question": "Where does Ada live?"]],
                ["read": "dormouse://memory/$id"],
                ["tool": "context", "arguments": ["task": "write to Ada", "budget": 500]],
                ["tool": "sleep_status"],
                ["tool": "forget", "arguments": ["id": "$id"]],
                ["tool": "recall", "arguments": ["question": "Where does Ada live?"]],
                ["tool": "recall", "arguments": ["limit": 3]],
                ["tool": "forget", "arguments": ["id": "$id"]],
                ["prompt": "what-do-you-know-about", "arguments": ["topic": "Ada"]],
            ],
            server.map { [$0.url + "/mcp"] }
                ?? [CommandHome.program, "mcp", "--namespace", "letters"],
            token: isHTTP ? token : nil)
        if let ended = server?.stop() {
            #expect(ended.code == 0, "\(ended.errors)")
            #expect(!ended.errors.contains("Lisbon"))
        }
        let results = try #require(said["results"]?.array)
        #expect(
            results.map { $0["error"]?.bool ?? false } == [
                false, false, false, false, false, false, false, true, true, false,
            ])
        func structured(_ at: Int) -> JSON? { results[at]["structured"] }
        #expect(structured(0)?["outcome"] == "stored")
        #expect(structured(1)?["results"]?[0]?["content"] == "Ada moved to Lisbon in March")
        #expect(structured(1)?["notice"]?.string?.contains("not instructions") == true)
        #expect(results[2]["text"]?.string?.contains("Lisbon") == true)
        #expect(structured(3)?["text"]?.string?.contains("It is not an instruction") == true)
        #expect(structured(4)?["memories"] == 1)
        #expect(structured(5)?["memory_id"] == structured(0)?["id"])
        #expect(structured(6)?["results"] == [])
        #expect(results[7]["text"]?.string?.contains("question") == true)
        #expect(results[8]["text"]?.string?.contains("has no memory with the id") == true)
        #expect(results[9]["text"]?.string?.contains("Ada") == true)
        // Whose memories they are is said in every reply, and is the configuration's to say.
        for at in [0, 1, 3, 4, 5, 6] { #expect(structured(at)?["namespace"] == "letters") }
        let stats = try home.run("stats", "--json", "--namespace", "default")
        #expect(try stats.json()["memories"] == 0)
    }

    @Test(.enabled(if: isInstalled, "no client of MCP: scripts/install-mcp-clients brings them"))
    func twoClientsOfOneHomeLoseNothing() throws {
        let calls = JSON.array(
            (0..<20).map { ["tool": "remember", "arguments": ["content": .string("note \($0)")]] })
        let script = CommandHome.checkout
            .appending(path: "Tests/CommandTests/Server/mcp_client.py").path
        let running = try ["one", "other"].map { name in
            try home.start(
                Self.newer,
                [
                    script, "auto", calls.text(), CommandHome.program, "mcp", "--namespace", name,
                ], environment: home.environment())
        }
        for process in running {
            let result = process.wait()
            #expect(result.code == 0, "\(result.errors)")
            let results = try JSON.parse(result.output)["results"]?.array ?? []
            let failed = results.filter { $0["structured"]?["outcome"] != "stored" }
            #expect(results.count == 20 && failed.isEmpty, "\(failed)")
        }
        for name in ["one", "other"] {
            let stats = try home.run("stats", "--json", "--namespace", name)
            #expect(try stats.json()["memories"] == 20)
        }
    }

    /// What is sent, and the answers by line.
    private func exchange(_ input: String, in folder: URL? = nil) throws -> [JSON] {
        let file = try home.write("input-\(UUID().uuidString).txt", input)
        let place = folder?.path ?? home.folder.path
        let result = try home.start(
            "/bin/sh",
            [
                "-c", "cd \"$1\" && exec \"$2\" mcp < \"$3\"", "sh", place, CommandHome.program,
                file,
            ],
            environment: home.environment()
        ).wait()
        #expect(result.code == 0, "\(result.errors)")
        return try result.lines.map { try JSON.parse($0) }
    }

    private static let status =
        #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"sleep_status","arguments":{}}}"#

    @Test func theFolderOneWorksInNamesTheNamespace() throws {
        let deep = home.folder.appending(path: "project/src/deep")
        try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
        _ = try home.write("project/.dormouse", "namespace: project-x\n")
        let answer = try exchange(Self.status + "\n", in: deep)[0]
        #expect(answer["result"]?["structuredContent"]?["namespace"] == "project-x")
        _ = try home.write("project/.dormouse", "nonsense")
        let result = try home.start(
            "/bin/sh",
            ["-c", "cd \"$1\" && exec \"$2\" mcp", "sh", deep.path, CommandHome.program],
            environment: home.environment()
        ).wait()
        #expect(result.code == 1 && result.errors.contains("namespace: NAME"))
    }

    @Test func aHandshakeDoesNotWaitForTheHome() throws {
        // A home that cannot be opened: the client is told when it asks for something.
        try FileManager.default.createDirectory(at: home.home, withIntermediateDirectories: true)
        _ = try home.write("home/memories.duckdb", "this is no database")
        let answers = try exchange(
            #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}"#
                + "\n" + Self.status + "\n")
        #expect(answers[0]["result"]?["serverInfo"]?["name"] == "dormouse")
        #expect(answers[1]["result"]?["isError"] == true)
        #expect(answers[1]["result"]?["content"]?[0]?["text"]?.string?.isEmpty == false)
    }

    @Test func anAgentHasItsMemoriesWhereTheEndpointsCannotBeOffered() throws {
        let folder = home.folder.appending(path: "shop")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = try home.write(
            "shop/dormouse.yml",
            """
            endpoints:
              database: "{{ env_var('A_SHOP_THAT_NOBODY_NAMED') }}"
              queries: {orders: {summary: Orders, sql: SELECT 1 AS one}}
            """)
        let answer = try exchange(Self.status + "\n", in: folder)[0]
        #expect(answer["result"]?["structuredContent"]?["namespace"] != nil)
    }

    @Test func aReplyIsBoundedHoweverMuchIsKept() throws {
        let long = String(repeating: "a sentence about pumps. ", count: 4000)
        let lines = (0..<40).map {
            #"{"content":"\#($0) \#(long)","occurred_at":"2026-01-01T00:00:\#(10 + $0 % 50)Z"}"#
        }
        _ = try home.run("import", try home.write("x.jsonl", lines.joined(separator: "\n")))
        let answer = try exchange(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"recall","arguments":{"question":"pumps","limit":50}}}"#
                + "\n")[0]
        #expect(answer.text().utf8.count < 90_000)
        #expect(answer["result"]?["structuredContent"]?["results"]?[0]?["cut"] == true)
        #expect((answer["result"]?["structuredContent"]?["left_out"]?.int ?? 0) > 0)
    }

    private func call(_ tool: String, _ arguments: JSON, id: Int = 1) -> String {
        let call: JSON = [
            "jsonrpc": "2.0", "id": .int(id), "method": "tools/call",
            "params": ["name": .string(tool), "arguments": arguments],
        ]
        return call.text() + "\n"
    }

    private func structured(_ calls: String...) throws -> [JSON] {
        try exchange(calls.joined()).sorted { $0["id"]?.int ?? 0 < $1["id"]?.int ?? 0 }.map {
            $0["result"]?["structuredContent"] ?? $0["result"]?["content"]?[0]?["text"] ?? $0
        }
    }

    @Test func whatIsRecentIsPagedAndACorrectionSupersedes() throws {
        for day in 1...5 {
            try home.run(
                "remember", "day \(day)", "--at", "2026-03-0\(day)", "--speaker",
                day < 3 ? "Ada" : "Ben")
        }
        let first = try structured(call("recent", ["limit": 2]))[0]
        #expect(first["namespace"] == "default")
        #expect(first["notice"]?.string?.contains("not instructions") == true)
        #expect(first["memories"]?.array?.map { $0["content"] } == ["day 5", "day 4"])
        let next = try structured(
            call("recent", ["limit": 9, "cursor": first["next"] ?? .null]),
            call("recent", ["speaker": "ada"], id: 2),
            call("recent", ["since": "2026-03-02", "until": "2026-03-02"], id: 3),
            call("recent", ["cursor": "nonsense"], id: 4))
        #expect(next[0]["memories"]?.array?.map { $0["content"] } == ["day 3", "day 2", "day 1"])
        #expect(next[0]["next"] == .null)
        #expect(next[1]["memories"]?.array?.count == 2)
        #expect(next[2]["memories"]?.array?.map { $0["content"] } == ["day 2"])
        #expect(next[3].string?.contains("cursor") == true)

        let old = try #require(first["memories"]?[0]?["id"])
        let corrected = try structured(call("correct", ["id": old, "content": "day five"]))[0]
        #expect(corrected["supersedes"] == old && corrected["outcome"] == "stored")
        let after = try structured(
            call("recall", ["question": "day 5"]),
            call("correct", ["id": old, "content": "x"], id: 2))
        #expect(after[0]["results"]?[0]?["superseded_by"] == nil)
        let results = after[0]["results"]?.array ?? []
        #expect(results.last?["id"] == old)
        #expect(results.last?["superseded_by"] == corrected["id"])
        #expect(after[1].string?.contains("corrected already") == true)
    }

    @Test func resourcesAreListedAPageAtATime() throws {
        let lines = (0..<60).map {
            #"{"content":"note \#($0)","occurred_at":"2026-01-01T00:00:\#(10 + $0 % 50).\#($0)Z"}"#
        }
        try home.run("import", try home.write("x.jsonl", lines.joined(separator: "\n")))
        func page(_ parameters: JSON) throws -> JSON {
            let message: JSON = [
                "jsonrpc": "2.0", "id": 1, "method": "resources/list", "params": parameters,
            ]
            return try exchange(message.text() + "\n")[0]
        }
        let first = try page([:])["result"]
        let next = try page(["cursor": first?["nextCursor"] ?? .null])["result"]
        let uris = [first, next].flatMap { page in
            page?["resources"]?.array?.compactMap { $0["uri"]?.string } ?? []
        }
        #expect(uris.count == 60 && Set(uris).count == 60)
        #expect(next?["nextCursor"] == nil)
        #expect(first?.text().contains("note") == false)
        #expect(try page(["cursor": "nonsense"])["error"]?["code"] == -32602)
        #expect(try read(uris[0])["content"]?.string?.hasPrefix("note") == true)
    }

    @Test func factsAreListedWithTheTimeTheyHold() throws {
        try home.run("remember", "I live in Lisbon", "--at", "2026-03-01", "--speaker", "Ada")
        try home.run("remember", "I live in Porto", "--at", "2026-03-03", "--speaker", "Ada")
        try home.run("sleep", "-q")
        let found = try structured(
            call("facts", ["subject": "ada"]), call("facts", ["past": true, "limit": 1], id: 2),
            call("facts", ["subject": "Nobody"], id: 3))
        #expect(found[0]["facts"]?.array?.map { $0["value"] } == ["Porto"], "\(found[0])")
        #expect(found[1]["facts"]?.array?.count == 1 && found[1]["next"]?.string != nil)
        #expect(found[2]["facts"] == [] && found[2]["namespace"] == "default")
    }

    private func read(_ uri: String) throws -> JSON {
        let call: JSON = [
            "jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": ["uri": .string(uri)],
        ]
        let answer = try exchange(call.text() + "\n")[0]
        guard let contents = answer["result"]?["contents"]?[0] else { return answer }
        #expect(contents["uri"]?.string == uri)
        return try JSON.parse(contents["text"]?.string ?? "")
    }

    @Test func aSessionAnEpisodeAndTheFactsOfASubjectAreReadByTheirAddress() throws {
        for (text, day) in [("I live in Lisbon", 1), ("I live in Porto", 3)] {
            try home.run(
                "remember", text, "--at", "2026-03-0\(day)", "--speaker", "Ada Byron", "--session",
                "a talk/1")
        }
        try home.run("sleep", "-q")
        let session = try read("dormouse://session/a%20talk%2F1")
        #expect(
            session["memories"]?.array?.map { $0["content"] } == [
                "I live in Lisbon", "I live in Porto",
            ], "\(session)")
        let facts = try read("dormouse://facts/Ada%20Byron")
        let values = Set(facts["facts"]?.array?.compactMap { $0["value"]?.string } ?? [])
        #expect(values == ["Lisbon", "Porto"], "\(facts)")
        for object in [session, facts] {
            #expect(object["namespace"] == "default" && object["has_more"] == false)
            #expect(object["notice"]?.string?.contains("not instructions") == true)
        }
        for gone in ["session/other", "facts/Nobody", "facts/%00", "session/%00", "episode/x"] {
            let answer = try read("dormouse://\(gone)")
            #expect(answer["error"]?["message"] == "Resource not found", "\(answer)")
        }
    }
}
