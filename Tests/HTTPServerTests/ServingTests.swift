import Foundation
import HTTPServerTestSupport
import Synchronization
import Testing

@testable import HTTPServer

@Suite("Listening, TLS and shutting down", .serialized)
struct ServingTests {
    /// A folder that is short enough for the path of a socket, and goes with the test.
    final class Scratch {
        let path: String
        init() throws {
            path = "/tmp/http-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    static func run(_ arguments: [String]) async throws -> String {
        try await onThread {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = arguments
            let pipe = Foundation.Pipe()
            process.standardOutput = pipe
            process.standardError = FileHandle.nullDevice
            try process.run()
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: data, as: UTF8.self)
        }
    }

    @Test("a Unix socket is for its user only, and goes when the server does")
    func unixSocket() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/socket"
        let server = try HTTPServer(handler: echo)
        try server.listen(on: .unix(path: path))
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let answer = try await Self.run([
            "curl", "-s", "--unix-socket", path, "http://home/x", "-d", "abc",
        ])
        #expect(answer == "POST /x 3\n")
        let second = try HTTPServer(handler: echo)
        let failure = #expect(throws: ServerError.self) { try second.listen(on: .unix(path: path)) }
        #expect(failure?.code == .addressInUse)
        await server.drain(within: .seconds(5))
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a socket file that was left behind is taken over; another file is not")
    func leftover() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/socket"
        close(try ListeningSocket(unix: path).descriptor)
        let server = try HTTPServer(handler: echo)
        try server.listen(on: .unix(path: path))
        let file = scratch.path + "/file"
        try "x".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(throws: ServerError.self) { try server.listen(on: .unix(path: file)) }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "x")
        let long = scratch.path + "/" + String(repeating: "x", count: 120)
        let failure = #expect(throws: ServerError.self) { try server.listen(on: .unix(path: long)) }
        #expect(failure?.code == .badAddress)
    }

    @Test("a port that is taken, and an address of another machine, are said to be so")
    func addresses() throws {
        let server = try HTTPServer(handler: echo)
        let address = try server.listen(on: .tcp(host: "localhost", port: 0))
        guard case .internet("127.0.0.1", let port) = address else {
            Issue.record("\(address)")
            return
        }
        let second = try HTTPServer(handler: echo)
        for (host, port, code) in [
            ("127.0.0.1", port, ServerError.Code.addressInUse), ("192.0.2.1", 0, .badAddress),
            ("no such host.invalid", 0, .badAddress), ("127.0.0.1", 70_000, .badAddress),
        ] {
            let failure = #expect(throws: ServerError.self) {
                try second.listen(on: .tcp(host: host, port: port))
            }
            #expect(failure?.code == code)
        }
    }

    static func certificate(_ name: String, in folder: String) async throws -> (String, String) {
        let (certificate, key) = (folder + "/cert.pem", folder + "/key.pem")
        _ = try await run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=\(name)",
            "-addext", "subjectAltName=IP:127.0.0.1,DNS:\(name)", "-keyout", key, "-out",
            certificate,
        ])
        return (certificate, key)
    }

    @Test("TLS is spoken, and a certificate that is renewed is shown from then on")
    func tls() async throws {
        let scratch = try Scratch()
        let (certificate, key) = try await Self.certificate("first", in: scratch.path)
        let identity = try TLSIdentity(certificateFile: certificate, keyFile: key)
        let server = try HTTPServer(handler: echo)
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0, tls: identity))
        func get() async throws -> String {
            try await Self.run([
                "curl", "-s", "--cacert", certificate, "https://\(address)/a", "-d", "xyz",
                "https://\(address)/b",
            ])
        }
        #expect(try await get() == "POST /a 3\nPOST /b 3\n")
        _ = try await Self.certificate("second", in: scratch.path)
        #expect(try await get().isEmpty)
        try identity.reload()
        #expect(try await get() == "POST /a 3\nPOST /b 3\n")
        try "nonsense".write(toFile: certificate, atomically: true, encoding: .utf8)
        let failure = #expect(throws: ServerError.self) { try identity.reload() }
        #expect(failure?.code == .certificate)
        let plain = try await Self.run(["curl", "-s", "-m", "5", "http://\(address)/"])
        #expect(plain.isEmpty)
        let still = try await Self.run(["curl", "-sk", "https://\(address)/still"])
        #expect(still == "GET /still 0\n")
        let old = try await Self.run(["curl", "-sk", "--tls-max", "1.1", "https://\(address)/old"])
        #expect(old.isEmpty)
    }

    @Test("a stream over TLS reaches the client as it is written")
    func encryptedStream() async throws {
        let scratch = try Scratch()
        let (certificate, key) = try await Self.certificate("one", in: scratch.path)
        let server = try HTTPServer { _ in
            ServerResponse(
                200, fields: ["content-type": "text/event-stream"],
                body: .stream { writer in
                    for number in 1...200 {
                        try await writer.write(
                            ServerSentEvent("tick", id: "\(number)", data: "a\nb").text)
                    }
                })
        }
        let address = try server.listen(
            on: .tcp(
                host: "127.0.0.1", port: 0,
                tls: TLSIdentity(certificateFile: certificate, keyFile: key)))
        let answer = try await Self.run(["curl", "-skN", "https://\(address)/"])
        #expect(answer.hasSuffix("event: tick\nid: 200\ndata: a\ndata: b\n\n"))
        #expect(answer.components(separatedBy: "event: tick").count == 201)
        withExtendedLifetime(server) {}
    }

    @Test("draining lets what is under way end, and takes nothing new")
    func drain() async throws {
        let server = try HTTPServer { _ in
            try? await Task.sleep(for: .milliseconds(400))
            return ServerResponse(200, text: "done")
        }
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        async let answer = onThread {
            let client = try RawClient(address)
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            return client.rest()
        }
        while server.statistics.requests == 0 { try await Task.sleep(for: .milliseconds(5)) }
        await server.drain(within: .seconds(10))
        #expect(try await answer.hasSuffix("done"))
        #expect(throws: (any Error).self) { try RawClient(address) }
        #expect(throws: ServerError.self) {
            try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        }
    }

    @Test("what does not end in time is cancelled when the server is done waiting")
    func drainImpatiently() async throws {
        let server = try HTTPServer { _ in
            try? await Task.sleep(for: .seconds(60))
            return ServerResponse(200, text: "done")
        }
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        async let answer = onThread {
            let client = try RawClient(address)
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            return client.rest()
        }
        while server.statistics.requests == 0 { try await Task.sleep(for: .milliseconds(5)) }
        await server.drain(within: .milliseconds(100))
        #expect(try await answer.isEmpty)
    }

    @Test("many clients at once are all answered")
    func many() async throws {
        let server = try HTTPServer(handler: echo)
        let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<16 {
                group.addTask {
                    try await onThread {
                        let client = try RawClient(address)
                        return (0..<200).allSatisfy { round in
                            client.send("GET /\(number)-\(round) HTTP/1.1\r\nHost: a\r\n\r\n")
                            return client.read(until: "/\(number)-\(round) 0\n").hasPrefix(
                                "HTTP/1.1 200")
                        }
                    }
                }
            }
            for try await isAnswered in group { #expect(isAnswered) }
        }
        #expect(server.statistics.requests == 3200)
        while server.statistics.openConnections > 0 { try await Task.sleep(for: .milliseconds(5)) }
    }
}
