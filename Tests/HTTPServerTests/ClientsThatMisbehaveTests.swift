import Foundation
import HTTPServerTestSupport
import Synchronization
import Testing

@testable import HTTPServer

/// Short times, so that tests need not wait.
private func impatient() -> ServerOptions {
    var options = ServerOptions()
    options.headerTimeout = .milliseconds(500)
    options.idleTimeout = .milliseconds(500)
    options.paceWindow = .milliseconds(500)
    return options
}

@Suite("Clients that are slow, gone or too many", .serialized)
struct ClientsThatMisbehaveTests {
    @Test("a header that comes byte by byte is cut off, and so is a body; others are served")
    func slow() async throws {
        let server = try HTTPServer(impatient(), handler: echo)
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        for head in ["", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"] {
            let answer = try await onThread {
                let client = try RawClient(address)
                client.send(head)
                // One byte at a time, until the server has enough of it.
                for _ in 0..<200 where client.send("G") { usleep(50_000) }
                return client.rest()
            }
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 408 "), "\(answer)")
        }
        let answer = try await onThread {
            let client = try RawClient(address)
            client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
            return client.read(until: "/next")
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        #expect(server.statistics.faults == 2)
    }

    @Test("an idle connection is closed")
    func idle() async throws {
        let server = try HTTPServer(impatient(), handler: echo)
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        let answer = try await onThread { try RawClient(address).rest() }
        #expect(answer.isEmpty)
        withExtendedLifetime(server) {}
    }

    @Test("a client that takes no bytes is cut, and its stream told; what waits is bounded")
    func slowReader() async throws {
        let written = Box(Atomic<Int>(0))
        let ended = Box(Atomic<Bool>(false))
        let server = try HTTPServer(impatient()) { _ in
            ServerResponse(
                200,
                body: .stream { writer in
                    defer { ended.value.store(true, ordering: .relaxed) }
                    while true {
                        try await writer.write([UInt8](repeating: 120, count: 65_536))
                        written.value.add(1, ordering: .relaxed)
                    }
                })
        }
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        let client = try RawClient(address, receiveBuffer: 4096)
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        while !ended.value.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(20)) }
        // The system's own buffers hold some megabytes.
        #expect(written.value.load(ordering: .relaxed) < 200)
        withExtendedLifetime((server, client)) {}
    }

    @Test("when the client goes away, the handler is cancelled")
    func gone() async throws {
        let cancelled = Box(Atomic<Int>(0))
        let server = try HTTPServer { _ in
            do { try await Task.sleep(for: .seconds(60)) } catch {
                cancelled.value.add(1, ordering: .relaxed)
            }
            return ServerResponse(200)
        }
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        do {
            let client = try RawClient(address)
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            while server.statistics.requests == 0 { try await Task.sleep(for: .milliseconds(5)) }
            withExtendedLifetime(client) {}
        }
        while cancelled.value.load(ordering: .relaxed) == 0 {
            try await Task.sleep(for: .milliseconds(10))
        }
        while server.statistics.openConnections > 0 { try await Task.sleep(for: .milliseconds(10)) }
    }

    @Test("a handler that takes too long is cancelled, and the client told to try again")
    func slowHandler() async throws {
        var options = ServerOptions()
        options.handlerTimeout = .milliseconds(300)
        let answer = try await converse(
            options, sending: "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        ) { _ in
            try? await Task.sleep(for: .seconds(60))
            return ServerResponse(200)
        }
        #expect(answer.hasPrefix("HTTP/1.1 503 "))
    }

    @Test("one connection too many makes room by closing the one that is idle longest")
    func tooMany() async throws {
        var options = ServerOptions()
        options.maximumConnections = 8
        options.loops = 1
        let server = try HTTPServer(options, handler: echo)
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        let clients = try (0..<8).map { _ in try RawClient(address) }
        while server.statistics.openConnections < 8 { try await Task.sleep(for: .milliseconds(5)) }
        let answer = try await onThread {
            let client = try RawClient(address)
            client.send("GET /ninth HTTP/1.1\r\nHost: a\r\n\r\n")
            return client.read(until: "/ninth")
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        #expect(server.statistics.openConnections <= 8)
        withExtendedLifetime(clients) {}
    }

    @Test("requests without end whose answers nobody reads do not pile up")
    func neverReads() async throws {
        let server = try HTTPServer(impatient()) { _ in
            ServerResponse(200, body: .bytes([UInt8](repeating: 120, count: 100_000)))
        }
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        let sent = try await onThread {
            let client = try RawClient(address, receiveBuffer: 4096)
            let many = String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 1000)
            var rounds = 0
            while rounds < 1000, client.send(many) { rounds += 1 }
            return rounds
        }
        #expect(sent < 1000)
        #expect(server.statistics.sentBytes < 50_000_000)
    }
}
