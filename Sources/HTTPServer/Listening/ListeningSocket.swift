internal import CEvent
import Foundation

/// A socket that is bound and listens, and its address.
struct ListeningSocket {
    let descriptor: Int32
    let address: SocketAddress

    private static let backlog: Int32 = 1024

    init(tcp host: String, port: Int) throws(ServerError) {
        guard (0...65_535).contains(port) else {
            throw ServerError(.badAddress, "the port \(port) is not between 0 and 65535")
        }
        var hints = addrinfo()
        hints.ai_socktype = Self.stream
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        defer { if let found { freeaddrinfo(found) } }
        guard code == 0, let first = found else {
            throw ServerError(
                .badAddress,
                "cannot listen on '\(host)': \(String(cString: gai_strerror(code))). Give an "
                    + "address of this machine, such as 127.0.0.1")
        }
        // A name like localhost may have several: the plainest is what people mean.
        let all = sequence(first: first) { $0.pointee.ai_next }
        let best = all.first { $0.pointee.ai_family == AF_INET } ?? first
        let descriptor = try Self.make(best.pointee.ai_family)
        var yes: Int32 = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        do throws(ServerError) {
            guard bind(descriptor, best.pointee.ai_addr, best.pointee.ai_addrlen) == 0,
                listen(descriptor, Self.backlog) == 0
            else { throw Self.failure("\(host):\(port)") }
        } catch {
            Foundation.close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        address = SocketAddress(boundTo: descriptor)
    }

    /// A socket file that was left behind by a process that is gone is taken over.
    init(unix path: String) throws(ServerError) {
        let descriptor = try Self.make(AF_UNIX)
        do throws(ServerError) {
            var address = try Self.unixAddress(path)
            try Self.removeLeftover(path, &address)
            // Nobody can connect before `listen`, so nobody gets in before the mode is set.
            guard Self.with(&address, { bind(descriptor, $0, $1) }) == 0, chmod(path, 0o600) == 0,
                listen(descriptor, Self.backlog) == 0
            else { throw Self.failure(path) }
        } catch {
            Foundation.close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        address = .unix(path: path)
    }

    private static func removeLeftover(_ path: String, _ address: inout sockaddr_un)
        throws(ServerError)
    {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ServerError(.addressInUse, "\(path) is there, and is not a socket")
        }
        let probe = try make(AF_UNIX)
        defer { Foundation.close(probe) }
        if with(&address, { connect(probe, $0, $1) }) == 0 {
            throw ServerError(.addressInUse, "another process listens on \(path)")
        }
        guard errno == ECONNREFUSED || errno == ENOENT else { throw failure(path) }
        unlink(path)
    }

    private static func unixAddress(_ path: String) throws(ServerError) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard !bytes.isEmpty, bytes.count <= room, !bytes.contains(0) else {
            throw ServerError(
                .badAddress,
                "the path of a socket has at most \(room) bytes, and '\(path)' has "
                    + "\(bytes.count). Choose a shorter one")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }

    private static func with(
        _ address: inout sockaddr_un, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    #if os(Linux)
        private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif

    private static func make(_ family: Int32) throws(ServerError) -> Int32 {
        let descriptor = socket(family, stream, 0)
        guard descriptor >= 0 else { throw failure("a socket") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        return descriptor
    }

    private static func failure(_ place: String) -> ServerError {
        let number = errno
        if number == EADDRINUSE {
            return ServerError(
                .addressInUse,
                "another process listens on \(place). Stop it, or choose another port")
        }
        return ServerError(
            number == EADDRNOTAVAIL ? .badAddress : .system,
            "cannot listen on \(place): \(String(cString: strerror(number)))")
    }
}
