import Foundation

/// Whether something listens at an address: a connection is opened and closed, nothing is sent.
enum Reachability {
    /// - Parameter address: `http://host:port/path`, or `host:port`.
    static func answers(_ address: String, within seconds: Int32 = 1) -> Bool {
        guard let (host, port) = place(of: address) else { return false }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return false }
        defer { freeaddrinfo(found) }
        var next = found
        while let candidate = next {
            if connects(candidate.pointee, seconds) { return true }
            next = candidate.pointee.ai_next
        }
        return false
    }

    private static func place(of address: String) -> (host: String, port: Int)? {
        let text = address.contains("://") ? address : "tcp://" + address
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty else {
            return nil
        }
        let standard = parts.scheme == "https" ? 443 : parts.scheme == "postgresql" ? 5432 : 80
        return (host, parts.port ?? standard)
    }

    private static func connects(_ address: addrinfo, _ seconds: Int32) -> Bool {
        let descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        if connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return true }
        guard errno == EINPROGRESS else { return false }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, seconds * 1000) == 1 else { return false }
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
        return failure == 0
    }
}
