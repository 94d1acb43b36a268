import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A real server with a small real model: `scripts/model-server`, started once for all tests.
package struct RealModelServer: Sendable {
    package static let running = Result { try RealModelServer() }
    package static let isInstalled = FileManager.default.fileExists(
        atPath: ServerProcess.checkout.appending(path: ".prefix/model-server/model.gguf").path)

    private let process: ServerProcess
    /// Speaks OpenAI's paths; any model name will do.
    package let url: String

    private init() throws {
        let port = Self.freePort()
        url = "http://127.0.0.1:\(port)/v1"
        // It says so on a line of its own, between others.
        process = try ServerProcess.start("scripts/model-server", ["\(port)"]) { $0 == "ready" }.0
    }

    /// The kernel gives a free port; the server takes it a moment later.
    private static func freePort() -> UInt16 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, size)
                _ = getsockname(listener, $0, &size)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }
}
