import Foundation
import Memory

/// A Unix socket over which a command line hands itself to the process that holds the home: what
/// was called, and the standard descriptors themselves, so that terminals, pipes and questions work
/// as if the command ran here.
enum LocalSocket {
    /// - Throws: where the path is too long for a socket, or nobody listens.
    static func connect(_ path: String) throws -> Int32 {
        try withAddress(path) { address, length in
            let descriptor = try open()
            guard Foundation.connect(descriptor, address, length) == 0 else {
                defer { close(descriptor) }
                throw failure("cannot reach \(path)")
            }
            return descriptor
        }
    }

    /// Listens; whoever is not this user cannot connect.
    static func listen(_ path: String) throws -> Int32 {
        unlink(path)
        return try withAddress(path) { address, length in
            let descriptor = try open()
            // Closed to others before anybody can connect. A umask would be that of all threads.
            guard bind(descriptor, address, length) == 0, chmod(path, 0o600) == 0,
                Foundation.listen(descriptor, 64) == 0
            else {
                defer { close(descriptor) }
                throw failure("cannot listen at \(path)")
            }
            return descriptor
        }
    }

    /// Whether a socket can have this path.
    static func fits(_ path: String) -> Bool {
        path.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
    }

    static func failure(_ what: String) -> MemoryError {
        MemoryError(.storage, "\(what): \(String(cString: strerror(errno)))")
    }

    private static func open() throws -> Int32 {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw failure("no socket") }
        return descriptor
    }

    private static func withAddress<T>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> T
    ) throws -> T {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8) + [0]
        guard fits(path) else {
            throw MemoryError(
                .homeUnusable, "the path of the socket \(path) is too long; use a shorter home")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
