import Foundation
public import HTTPServer

/// A blocking socket that sends exactly what it is told. For threads of tests, not for Swift's pool.
public final class RawClient {
    public struct NotConnected: Error {}

    public let descriptor: Int32

    public init(_ address: SocketAddress, receiveBuffer: Int32? = nil) throws {
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
        var patience = timeval(tv_sec: 180, tv_usec: 0)
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
    public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
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

    public func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What is here, waiting for at least a byte; nil at the end.
    public func receive() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    /// Everything until the server closes.
    public func rest() -> String {
        var all: [UInt8] = []
        while let bytes = receive() { all += bytes }
        return String(decoding: all, as: UTF8.self)
    }

    /// Everything until a text has come.
    public func read(until text: String) -> String {
        var all = ""
        while !all.contains(text), let bytes = receive() {
            all += String(decoding: bytes, as: UTF8.self)
        }
        return all
    }
}

/// Runs what blocks on a thread of its own.
public func onThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws
    -> Result
{
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Swift.Result(catching: work)) }.start()
    }
}
