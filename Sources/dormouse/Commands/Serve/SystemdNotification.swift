import Foundation

/// Tells systemd how a service of `Type=notify` does.
struct SystemdNotification {
    private let path: String

    /// Nil where systemd did not start the program.
    init?(environment: [String: String]) {
        guard let path = environment["NOTIFY_SOCKET"], let first = path.first,
            first == "/" || first == "@", path.utf8.count < 108
        else { return nil }
        self.path = path
    }

    func send(_ state: String) {
        #if os(Linux)
            let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        #else
            let descriptor = socket(AF_UNIX, SOCK_DGRAM, 0)
        #endif
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        // An at sign stands for the zero of a name that is in no file system.
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = MemoryLayout<sa_family_t>.size + bytes.count
        let message = Array(state.utf8)
        withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(descriptor, message, message.count, 0, $0, socklen_t(length))
            }
        }
    }
}
