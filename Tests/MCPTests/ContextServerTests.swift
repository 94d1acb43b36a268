import Foundation
import JSON
import Testing

@testable import MCP

/// What a server says to a message, in both eras.
@Suite struct ContextServerTests {
    static func server() throws -> ContextServer {
        struct Broken: Error, CustomStringConvertible { var description: String { "no paper" } }
        var server = ContextServer(
            name: "press", title: "Press", version: "1", instructions: "Print.")
        server.tools = [
            try Tool(
                "print", title: "Print", description: "Prints a text",
                input: [
                    "type": "object", "properties": ["text": ["type": "string"]],
                    "required": ["text"], "additionalProperties": false,
                ],
                output: ["type": "object", "properties": ["printed": ["type": "string"]]],
                hints: .init(readOnly: false)
            ) { arguments in
                if arguments["text"] == "break" { throw Broken() }
                if arguments["text"] == "wait" { try await Task.sleep(for: .seconds(60)) }
                return ["printed": arguments["text"] ?? .null]
            }
        ]
        server.templates = [
            ResourceTemplate("press://page/{id}", name: "page", description: "A page") { id in
                id == "a b" ? ResourceContents(uri: "press://page/a%20b", text: "{}") : nil
            }
        ]
        server.prompts = [
            Prompt(
                "proof", title: "Proof", description: "Read proof",
                arguments: [.init("page", "Which")]
            ) { "Read \($0["page"] ?? "")" }
        ]
        return server
    }

    private func ask(
        _ method: String, _ parameters: JSON.Object = [:], modern: Bool = false, id: JSON = 1
    ) async throws -> JSON {
        var parameters = parameters
        if modern {
            parameters["_meta"] = [
                MetaKey.version: "2026-07-28", MetaKey.capabilities: [:],
            ]
        }
        let answer = try await Self.server().answer(
            to: [
                "jsonrpc": "2.0", "id": id, "method": .string(method),
                "params": .object(parameters),
            ])
        let found = try #require(answer)
        #expect(found["id"] == id && found["jsonrpc"] == "2.0")
        return found
    }

    @Test(arguments: [
        ("2025-11-25", "2025-11-25"), ("2024-11-05", "2024-11-05"), ("1999-01-01", "2025-11-25"),
        ("2026-07-28", "2025-11-25"),
    ])
    func aHandshakeIsNeverRefused(_ asked: String, _ answered: String) async throws {
        let answer = try await ask(
            "initialize",
            ["protocolVersion": .string(asked), "capabilities": [:], "clientInfo": ["name": "x"]])
        #expect(answer["result"]?["protocolVersion"]?.string == answered)
        #expect(answer["result"]?["serverInfo"]?["name"] == "press")
        #expect(answer["result"]?["capabilities"]?["tools"] != nil)
    }

    @Test func aStatelessClientDiscoversAndMayStillShakeHands() async throws {
        let found = try await ask("server/discover", modern: true)["result"]
        #expect(found?["resultType"] == "complete")
        #expect(found?["supportedVersions"]?.array?.contains("2026-07-28") == true)
        #expect(found?["_meta"]?[MetaKey.serverInfo]?["version"] == "1")
        #expect(found?["ttlMs"]?.int != nil && found?["cacheScope"] == "private")
        let handshake = try await ask(
            "initialize", ["protocolVersion": "2025-11-25"], modern: true)
        #expect(handshake["result"]?["protocolVersion"] == "2025-11-25")
    }

    @Test func anUnknownRevisionIsRefusedWithThoseThatAreSpoken() async throws {
        let answer = try await ask(
            "tools/list",
            ["_meta": [MetaKey.version: "2031-01-01", MetaKey.capabilities: [:]]])
        #expect(answer["error"]?["code"] == -32022)
        #expect(answer["error"]?["data"]?["supported"] == JSON(ProtocolVersion.all))
    }

    @Test(arguments: [true, false])
    func toolsAreListedAndCalled(_ modern: Bool) async throws {
        let list = try await ask("tools/list", modern: modern)["result"]
        #expect(list?["tools"]?[0]?["name"] == "print")
        #expect((list?["ttlMs"] != nil) == modern && (list?["resultType"] != nil) == modern)
        let call = try await ask(
            "tools/call", ["name": "print", "arguments": ["text": "a"]], modern: modern)["result"]
        #expect(call?["structuredContent"] == ["printed": "a"])
        #expect(call?["content"]?[0]?["text"] == #"{"printed":"a"}"#)
        #expect(call?["isError"] == false)
    }

    @Test(
        arguments: [
            (["text": "break"], "no paper"), (["txet": "a"], "has no \"text\""),
            (["text": 1], "$.text"),
        ] as [(JSON, String)])
    func whatGoesWrongInAToolIsAResultWithItsCause(_ arguments: JSON, _ cause: String) async throws
    {
        let result = try await ask("tools/call", ["name": "print", "arguments": arguments])[
            "result"]
        #expect(result?["isError"] == true)
        #expect(result?["content"]?[0]?["text"]?.string?.contains(cause) == true)
    }

    @Test func anUnknownToolPromptMethodOrResourceIsAnError() async throws {
        for (method, parameters, code) in [
            ("tools/call", ["name": "x"], -32602), ("prompts/get", ["name": "x"], -32602),
            ("tools/call", ["name": 1], -32602), ("x/y", [:], -32601),
            ("resources/read", ["uri": "press://page/none"], -32002),
            ("resources/read", ["uri": "file:///etc/passwd"], -32002),
            ("resources/read", ["uri": "press://page/%zz"], -32002),
            ("prompts/get", ["name": "proof"], -32602),
        ] as [(String, JSON.Object, Int)] {
            #expect(try await ask(method, parameters)["error"]?["code"]?.int == code, "\(method)")
        }
        let modern = try await ask("resources/read", ["uri": "press://page/none"], modern: true)
        #expect(modern["error"]?["code"] == -32602)
    }

    @Test func resourcesAndPromptsAreRead() async throws {
        let page = try await ask("resources/read", ["uri": "press://page/a%20b"])["result"]
        #expect(page?["contents"]?[0]?["text"] == "{}")
        let prompt = try await ask(
            "prompts/get", ["name": "proof", "arguments": ["page": "7"]])["result"]
        #expect(prompt?["messages"]?[0]?["content"]?["text"] == "Read 7")
    }

    @Test(arguments: [
        (#"[]"#, -32600), (#"1"#, -32600), (#"{"id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1}"#, -32600), (#"{"jsonrpc":"2.0","id":1,"method":2}"#, -32600),
        (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}"#, -32600),
    ])
    func whatIsNoRequestIsRefused(_ text: String, _ code: Int) async throws {
        let answer = try await Self.server().answer(to: try JSON.parse(text))
        #expect(answer?["error"]?["code"]?.int == code)
    }

    @Test func aCursorThatIsNoTextIsRefused() async throws {
        for cursor: JSON in [5, [:], false] {
            let answer = try await ask("resources/list", ["cursor": cursor])
            #expect(answer["error"]?["code"] == .int(RPCError.invalidParameters))
        }
        #expect(try await ask("resources/list")["result"]?["resources"] == [])
    }

    @Test func aToolThatIsThereKeepsItsName() async throws {
        var server = try Self.server()
        let more = try ["print", "bind"].map { name in
            try Tool(
                name, title: name, description: "another", input: ["type": "object"],
                output: ["type": "object"], hints: .init(readOnly: true)
            ) { _ in [:] }
        }
        #expect(server.add(more) == ["bind"])
        #expect(server.tools.map(\.title) == ["Print", "bind"])
    }

    @Test func whatWantsNoAnswerGetsNone() async throws {
        let server = try Self.server()
        for text in [
            #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            #"{"jsonrpc":"2.0","id":7,"result":{}}"#,
        ] {
            #expect(await server.answer(to: try JSON.parse(text)) == nil)
        }
    }
}
