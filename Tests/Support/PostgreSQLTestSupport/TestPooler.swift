import Foundation
public import PostgreSQL
import Synchronization

/// PgBouncer before a server, lending its sessions by the transaction: started by the test process
/// and ended with it.
public final class TestPooler: Sendable {
    private let folder: URL
    private let process: Process
    public let port: Int

    private static let program = [
        "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer",
    ]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

    public static var isInstalled: Bool { program != nil }

    public static let missing = "there is no pgbouncer here: apt-get install pgbouncer"

    private static let all = Mutex<[Int: TestPooler]>([:])

    /// The one before a server that tests share.
    public static func shared(before server: PrivateServer) throws -> TestPooler {
        try all.withLock { all in
            if let known = all[server.port] { return known }
            let started = try TestPooler(before: server)
            if all.isEmpty { atexit { TestPooler.endAll() } }
            all[server.port] = started
            return started
        }
    }

    /// Where `DORMOUSE_TEST_POOLER` is set, each database is reached through a pooler, that of a test
    /// which knows none included: `DORMOUSE_TEST_POOLER=1 swift test --filter MemoryTests`.
    static func ofAll(before server: PrivateServer) throws -> TestPooler? {
        let wanted = ProcessInfo.processInfo.environment["DORMOUSE_TEST_POOLER"]
        return wanted == nil ? nil : try shared(before: server)
    }

    private static func endAll() {
        let poolers = all.withLock { Array($0.values) }
        for pooler in poolers { pooler.end() }
    }

    /// - Parameter settings: further lines for its configuration.
    public init(before server: PrivateServer, settings: [String] = []) throws {
        guard let program = Self.program else {
            throw PostgreSQLError(.other, Self.missing)
        }
        port = try Self.freePort()
        folder = FileManager.default.temporaryDirectory.appending(path: "pooler-\(port)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "pgbouncer.ini")
        let users = folder.appending(path: "users")
        try Data("\"postgres\" \"\"".utf8).write(to: users)
        let lines =
            [
                "[databases]",
                "* = host=\(server.folder.path) port=\(server.port) auth_user=postgres",
                "[pgbouncer]", "listen_addr = 127.0.0.1", "listen_port = \(port)",
                "unix_socket_dir =", "auth_type = trust", "auth_file = \(users.path)",
                "pool_mode = transaction", "server_login_retry = 1",
                "max_client_conn = 500", "default_pool_size = 40", "server_reset_query =",
            ] + settings
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["-q", file.path]
        if geteuid() == 0, let nobody = getpwnam("nobody") {
            // It refuses root, and the socket is nobody's.
            process.executableURL = URL(filePath: "/usr/bin/setpriv")
            process.arguments = [
                "--reuid=\(nobody.pointee.pw_uid)", "--regid=\(nobody.pointee.pw_gid)",
                "--clear-groups", program, "-q", file.path,
            ]
        }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = ContinuousClock.now + .seconds(300)
        while true {
            do {
                try BlockingConnection(configuration(database: "postgres")).close()
                return
            } catch {
                guard ContinuousClock.now < deadline, process.isRunning else { throw error }
                usleep(50_000)
            }
        }
    }

    deinit { end() }

    public func end() {
        // Asked politely, newer ones wait for their clients.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    public func configuration(database: String) -> ConnectionConfiguration {
        ConnectionConfiguration(
            hosts: [.init("127.0.0.1", port: port)], database: database, user: "postgres",
            tls: .disable)
    }

    public func url(database: String) -> String {
        "postgres://postgres@127.0.0.1:\(port)/\(database)?sslmode=disable"
    }

    private static func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw PostgreSQLError(.other, "there is no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
