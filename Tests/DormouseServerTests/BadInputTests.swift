import Foundation
import HTTPServerTestSupport
import JSON
import Testing

@testable import DormouseServer

@Suite("What is malformed or cut leaves nothing behind", .serialized)
struct BadInputTests {
    private let running: RunningServer

    init() throws { running = try RunningServer() }

    /// Sends bytes as they are, and everything that comes back until the server closes.
    private func send(_ text: String, cut: Bool = false) async throws -> String {
        let address = running.address
        return try await onThread {
            let client = try RawClient(address)
            client.send(text)
            if cut { client.finishSending() }
            return client.rest()
        }
    }

    private func head(_ lines: String) -> String {
        "POST /v1/memories HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Authorization: Bearer \(running.texts["ada"] ?? "")\r\n"
            + "Content-Type: application/json\r\n" + lines + "\r\n"
    }

    private func count() async throws -> JSON? {
        try await running.ask("GET", "/v1/statistics").json["memories"]
    }

    private static let body = #"{"content":"smuggled"}"#

    @Test(
        "a request whose length can be read in two ways is refused, and nothing after it is read",
        arguments: [
            "Content-Length: 22\r\nContent-Length: 23\r\n", "Content-Length: 22, 22\r\n",
            "Content-Length: 22\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 22\r\n",
            "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: +22\r\n", "Content-Length: 0x16\r\n", "Content-Length : 22\r\n",
            "Content-Length: 22\rX: y\r\n", "X: a\r\n Content-Length: 22\r\n",
            "Content-Length: 99999999999999999999\r\n", "Content-Length: -1\r\n",
        ])
    func smuggling(lines: String) async throws {
        let second = head("Content-Length: 22\r\n") + Self.body
        let answer = try await send(head(lines) + Self.body + second)
        #expect(answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 501"), "\(answer)")
        #expect(answer.split(separator: "HTTP/1.1 ").count == 1)
        #expect(answer.contains("application/problem+json"))
        #expect(try await count() == 0)
    }

    @Test(
        "a body that ends before it should is kept neither whole nor in part",
        arguments: [
            ("Content-Length: 100\r\n", #"{"content":"cut"}"#),
            ("Content-Length: 100\r\n", ""),
            ("Transfer-Encoding: chunked\r\n", "11\r\n{\"content\":\"cut\"}\r\n"),
            ("Transfer-Encoding: chunked\r\n", "ff\r\n{\"content\":\"cut\"}"),
            ("Transfer-Encoding: chunked\r\n", "zz\r\n{\"content\":\"cut\"}\r\n0\r\n\r\n"),
        ])
    func cut(lines: String, body: String) async throws {
        let answer = try await send(head(lines) + body, cut: true)
        #expect(!answer.hasPrefix("HTTP/1.1 2"), "\(answer)")
        #expect(try await count() == 0)
    }

    @Test("an import that is cut keeps nothing")
    func cutImport() async throws {
        let text =
            "POST /v1/import HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Authorization: Bearer \(running.texts["ada"] ?? "")\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n12\r\n{\"content\":\"one\"}\n\r\n"
        _ = try await send(text, cut: true)
        #expect(try await count() == 0)
    }

    @Test("of a batch whose last memory cannot be kept, none is")
    func batch() async throws {
        var memories = (0..<20).map { JSON.object(["content": .string("memory \($0)")]) }
        memories.append(["content": "x", "tags": .array((0..<2000).map { .string("t\($0)") })])
        let answer = try await running.ask(
            "POST", "/v1/memories/batch", json: ["memories": .array(memories)])
        #expect(answer.status == 400)
        #expect(answer.json["detail"]?.string?.contains("memories[20]") == true)
        #expect(try await count() == 0)
    }

    @Test("a token that is revoked in the middle of an export cuts it")
    func revokedMeanwhile() async throws {
        let noise = String(repeating: "a line that is long enough to fill buffers ", count: 2000)
        for part in 0..<3 {
            let told = try await running.ask(
                "POST", "/v1/memories/batch",
                json: [
                    "memories": .array(
                        (0..<100).map { ["content": .string("\(part) \($0) \(noise)")] })
                ])
            #expect(told.status == 200)
        }
        let (address, text) = (running.address, running.texts["ada"] ?? "")
        let (begun, isBegun) = AsyncStream<Void>.makeStream()
        let revoked = DispatchSemaphore(value: 0)
        async let whole = onThread {
            let client = try RawClient(address, receiveBuffer: 4096)
            client.send(
                "GET /v1/export HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Authorization: Bearer \(text)\r\n\r\n")
            let first = client.read(until: "\r\n\r\n")
            isBegun.finish()
            revoked.wait()
            return first + client.rest()
        }
        for await _ in begun {}
        try running.tokens.revoke("ada")
        revoked.signal()
        let answer = try await whole
        #expect(answer.hasPrefix("HTTP/1.1 200"))
        #expect(!answer.hasSuffix("0\r\n\r\n"))
    }

    @Test(
        "a body in another encoding, and two tokens, are refused",
        arguments: [
            ("Content-Encoding: gzip\r\n", 415), ("Content-Encoding: identity, br\r\n", 415),
            ("Content-Type: application/json; charset=utf-16\r\n", 415),
            ("Authorization: Bearer x\r\n", 401), ("Content-Encoding: identity\r\n", 201),
        ])
    func encodings(line: String, status: Int) async throws {
        let type =
            line.hasPrefix("Content-Type")
            ? "" : "Content-Type: application/json; charset=UTF-8\r\n"
        let answer = try await send(
            "POST /v1/memories HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer \(running.texts["ada"] ?? "")\r\n\(type)\(line)"
                + "Content-Length: \(Self.body.utf8.count)\r\n\r\n" + Self.body)
        #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(answer)")
        #expect(try await count() == (status == 201 ? 1 : 0))
    }

    @Test("a message of MCP with a key twice is refused")
    func keysTwice() async throws {
        let text = #"{"jsonrpc":"2.0","id":1,"method":"ping","id":2}"#
        let answer = try await running.ask(
            "POST", "/mcp", body: Array(text.utf8), head: [("Content-Type", "application/json")])
        #expect(answer.status == 400 && answer.json["error"]?["code"] == -32700)
    }
}
