internal import CEvent
import Foundation

/// One end of a connection.
public enum SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// An address as numbers, and a port.
    case internet(host: String, port: Int)
    /// The path of a socket; nil for an end without a name, as clients are.
    case unix(path: String?)

    /// Whether it can only be reached from this machine.
    public var isLocal: Bool {
        switch self {
        case .unix: true
        case .internet(let host, _):
            host == "::1" || host.hasPrefix("127.") || host.hasPrefix("::ffff:127.")
        }
    }

    /// `127.0.0.1:8787`, `[::1]:8787`, `unix:/home/ada/.dormouse/socket`.
    public var description: String {
        switch self {
        case .internet(let host, let port):
            host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:" + (path ?? "")
        }
    }

    init(_ address: UnsafePointer<sockaddr>?, length: socklen_t) {
        guard let address, Int32(address.pointee.sa_family) != AF_UNIX else {
            self = .unix(path: nil)
            return
        }
        var host = [CChar](repeating: 0, count: 64)
        var port = [CChar](repeating: 0, count: 8)
        let numeric = NI_NUMERICHOST | NI_NUMERICSERV
        guard
            getnameinfo(
                address, length, &host, socklen_t(host.count), &port, socklen_t(port.count),
                numeric) == 0
        else {
            self = .internet(host: "", port: 0)
            return
        }
        self = .internet(host: Self.text(host), port: Int(Self.text(port)) ?? 0)
    }

    /// The address that a socket is bound to.
    init(boundTo descriptor: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        self = withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                getsockname(descriptor, address, &length) == 0
                    ? SocketAddress(address, length: length) : .internet(host: "", port: 0)
            }
        }
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
