import Foundation
import HTTPServerTestSupport
import Synchronization
import Testing

@testable import HTTPServer

@Suite("Conversations over a socket", .serialized)
struct ConversationTests {
    @Test("requests in one packet are answered in their order, and the last closes")
    func pipelining() async throws {
        let answer = try await converse(
            sending: "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\n"
                + "Content-Length: 3\r\n\r\nabcGET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        )
        let bodies = answer.components(separatedBy: "\r\n\r\n").dropFirst().map {
            $0.prefix { $0 != "\n" }
        }
        #expect(bodies == ["GET /1 0", "POST /2 3", "GET /3 0"])
        #expect(answer.components(separatedBy: "connection: close").count == 2)
    }

    @Test("an answer has length, date and the handler's fields, and nothing that splits it")
    func head() async throws {
        let answer = try await converse(
            sending: "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        ) { _ in
            var response = ServerResponse(201, text: "x")
            response.fields.append("x-good", "1")
            response.fields.append("x-bad", "1\r\nset-cookie: x")
            response.fields.append("content-length", "99")
            return response
        }
        let lines = answer.components(separatedBy: "\r\n")
        #expect(lines.first == "HTTP/1.1 201 Created")
        #expect(lines.contains("x-good: 1"))
        #expect(lines.contains("content-length: 1"))
        #expect(!answer.contains("cookie"))
        #expect(lines.contains { $0.hasPrefix("date: ") && $0.hasSuffix(" GMT") })
    }

    @Test("HEAD gets the head of GET, and the connection goes on")
    func headMethod() async throws {
        let answer = try await converse(
            sending: "HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\n"
                + "Connection: close\r\n\r\n")
        #expect(answer.contains("content-length: 10\r\n\r\nHTTP/1.1 200 OK"))
        #expect(answer.hasSuffix("GET /y 0\n"))
    }

    @Test("HTTP/1.0 is answered, streams too, and closed")
    func oldVersion() async throws {
        let answer = try await converse(sending: "GET / HTTP/1.0\r\n\r\n") { _ in
            ServerResponse(
                200,
                body: .stream { writer in
                    try await writer.write("one ")
                    try await writer.write("two")
                })
        }
        #expect(answer.hasSuffix("\r\n\r\none two"))
        #expect(!answer.contains("chunked"))
    }

    @Test("a stream comes in chunks")
    func stream() async throws {
        let answer = try await converse(
            sending: "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        ) { _ in
            ServerResponse(
                200,
                body: .stream { writer in
                    try await writer.write("one ")
                    try await writer.write("twenty-two words")
                })
        }
        #expect(answer.hasSuffix("4\r\none \r\n10\r\ntwenty-two words\r\n0\r\n\r\n"))
    }

    @Test("a stream that fails is cut, not ended")
    func brokenStream() async throws {
        struct Broken: Error {}
        let answer = try await converse(
            sending: "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        ) { _ in
            ServerResponse(
                200,
                body: .stream { writer in
                    try await writer.write("one")
                    try await Task.sleep(for: .milliseconds(50))
                    throw Broken()
                })
        }
        #expect(answer.hasSuffix("3\r\none\r\n"))
    }

    @Test("100 Continue is sent when the body is asked for, and not before an answer without it")
    func expectation() async throws {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        let refused = try await converse(sending: head) { _ in ServerResponse(401) }
        #expect(refused.hasPrefix("HTTP/1.1 401 "))
        #expect(refused.contains("connection: close"))
        let server = try HTTPServer(handler: echo)
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        let (first, second) = try await onThread {
            let client = try RawClient(address)
            client.send(head)
            let first = client.read(until: "\r\n\r\n")
            client.send("abc")
            return (first, client.read(until: "POST / 3"))
        }
        #expect(first == "HTTP/1.1 100 Continue\r\n\r\n")
        #expect(second.hasPrefix("HTTP/1.1 200 OK"))
        withExtendedLifetime(server) {}
    }

    @Test("what is malformed gets an answer and is told of, and nothing after it is read")
    func malformed() async throws {
        let faults = Mutex<[Int]>([])
        let box = Box(faults)
        var options = ServerOptions()
        options.onFault = { fault, _ in box.value.withLock { $0.append(fault.status) } }
        let answer = try await converse(
            options,
            sending: "GET / HTTP/1.1\r\nHost : a\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(!answer.contains("hidden"))
        #expect(box.value.withLock { $0 } == [400])
    }

    @Test("a body beyond the limit is refused before it is sent, and the client reads why")
    func tooLarge() async throws {
        let answer = try await converse(
            sending: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n"
                + String(repeating: "x", count: 300_000))
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        let chunked = try await converse(
            sending: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "200000\r\n" + String(repeating: "x", count: 0x20_0000) + "\r\n0\r\n\r\n")
        #expect(chunked.hasPrefix("HTTP/1.1 413 "))
    }

    @Test("a large body arrives whole")
    func largeBody() async throws {
        let answer = try await converse(
            sending: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n"
                + "Connection: close\r\n\r\n" + String(repeating: "x", count: 1_000_000))
        #expect(answer.hasSuffix("POST / 1000000\n"))
    }

    @Test("a request that is cut is told so where the client still listens")
    func cut() async throws {
        let server = try HTTPServer(handler: echo)
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        for text in [
            "GET / HTTP/1.1\r\nHo", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab",
        ] {
            let answer = try await onThread {
                let client = try RawClient(address)
                client.send(text)
                client.finishSending()
                return client.rest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(text)")
        }
        let whole = try await onThread {
            let client = try RawClient(address)
            client.send("GET /quick HTTP/1.1\r\nHost: a\r\n\r\n")
            client.finishSending()
            return client.rest()
        }
        #expect(whole.hasSuffix("GET /quick 0\n"))
        withExtendedLifetime(server) {}
    }
}

/// Lets a closure that escapes hold what cannot be copied.
final class Box<Value: ~Copyable & Sendable>: Sendable {
    let value: Value
    init(_ value: consuming Value) { self.value = value }
}
