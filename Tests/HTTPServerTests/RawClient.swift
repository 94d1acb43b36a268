import Foundation
import Testing

@testable import HTTPServer

/// A blocking socket that sends exactly what it is told. For threads of tests, not for Swift's pool.
final class RawClient {
    struct NotConnected: Error {}

    let descriptor: Int32

    init(_ address: SocketAddress, receiveBuffer: Int32? = nil) throws {
        switch address {
        case .internet(_, let port):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            try connect(&address)
        case .unix(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) {
                $0.copyBytes(from: Array((path ?? "").utf8))
            }
            try connect(&address)
        }
        // A test that waits for what does not come ends.
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4)
        }
    }

    deinit { close(descriptor) }

    private func connect<Address>(_ address: inout Address) throws {
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard result == 0 else { throw NotConnected() }
    }

    /// False where the server has closed.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What is here, waiting for at least a byte; nil at the end.
    func receive() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    /// Everything until the server closes.
    func rest() -> String {
        var all: [UInt8] = []
        while let bytes = receive() { all += bytes }
        return String(decoding: all, as: UTF8.self)
    }

    /// Everything until a text has come.
    func read(until text: String) -> String {
        var all = ""
        while !all.contains(text), let bytes = receive() {
            all += String(decoding: bytes, as: UTF8.self)
        }
        return all
    }
}

/// Runs what blocks on a thread of its own.
func onThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws
    -> Result
{
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Swift.Result(catching: work)) }.start()
    }
}

/// A server on a free port, and a client's whole conversation with it.
func converse(
    _ options: ServerOptions = ServerOptions(), sending text: String,
    handler: @escaping @Sendable (ServerRequest) async -> ServerResponse = echo
) async throws -> String {
    let server = try HTTPServer(options, handler: handler)
    let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
    let answer = try await onThread {
        let client = try RawClient(address)
        client.send(text)
        return client.rest()
    }
    withExtendedLifetime(server) {}
    return answer
}

/// Says what was asked.
@Sendable func echo(_ request: ServerRequest) async -> ServerResponse {
    do {
        let body = try await request.body.collect(upTo: 1 << 20)
        return ServerResponse(
            200, text: "\(request.head.method) \(request.head.target) \(body.count)\n")
    } catch {
        switch error {
        case .tooLarge: return ServerResponse(413, text: "too large\n")
        case .fault(let fault): return ServerResponse(fault.status, text: "\(fault.reason)\n")
        case .cancelled: return ServerResponse(499, text: "gone\n")
        }
    }
}
