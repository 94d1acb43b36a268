internal import CPostgreSQL
public import Foundation
import Synchronization

/// A server of one's own for a while: in a temporary folder, on a free port of this machine and a
/// Unix socket, gone with this object and with the process, also when that is killed.
///
/// PostgreSQL refuses to run as root; then it runs as `nobody`. Calls block.
public final class PrivateServer: Sendable {
    public struct Options: Sendable {
        /// Extensions that are hidden from the server, as if they were not installed.
        public var hiddenExtensions: [String]
        /// Settings of postgresql.conf.
        public var settings: [String: String]
        /// Whether commits wait for the disk. Off, the server survives being killed, but not a
        /// power cut. Default: off, which is what a scratch server wants.
        public var isDurable: Bool
        /// With a certificate that it signed itself, for `localhost`; needs openssl.
        public var hasTLS: Bool
        /// Password of the superuser, asked for over TCP; nil lets every local user in.
        public var password: String?
        /// A server without a password, whose standby this becomes: it follows it and can be read.
        public var primary: PrivateServer?

        public init(
            hiddenExtensions: [String] = [], settings: [String: String] = [:],
            isDurable: Bool = false, hasTLS: Bool = false, password: String? = nil,
            primary: PrivateServer? = nil
        ) {
            self.hiddenExtensions = hiddenExtensions
            self.settings = settings
            self.isDurable = isDurable
            self.hasTLS = hasTLS
            self.password = password
            self.primary = primary
        }
    }

    public let installation: PostgresInstallation
    public let options: Options
    /// Everything of the server: `data/`, `log`, the socket, the certificate.
    public let folder: URL
    public let port: Int
    let account: ServerAccount
    private let process = Mutex<Running?>(nil)

    private struct Running {
        let process: ChildProcess
        /// The end of the pipe that the server's life hangs on.
        let lifeline: Int32
    }

    /// Makes a new database cluster and starts it: about 0.7 seconds.
    public init(_ installation: PostgresInstallation, _ options: Options = Options())
        throws(PostgreSQLError)
    {
        self.options = options
        port = FreePort.find()
        // Short, because the path of a socket has at most 107 bytes.
        folder = URL(fileURLWithPath: "/tmp/dormouse-pg-\(getpid())-\(port)")
        account = ServerAccount.suitable
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try account.own(folder)
            self.installation = try account.reachable(
                installation, hiding: options.hiddenExtensions, in: folder)
            try makeCluster()
            try configure()
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw PostgreSQLError(.other, "a private server could not be made: \(error)")
        }
        try start()
        if let password = options.password {
            let owner = try BlockingConnection(socketConfiguration())
            defer { owner.close() }
            try owner.query(
                "ALTER ROLE postgres PASSWORD \(unescaped: PostgresIdentifier.literal(password))")
        }
    }

    deinit {
        end(.quit)
        try? FileManager.default.removeItem(at: folder)
    }

    private func makeCluster() throws {
        let data = ["-D", folder.appending(path: "data").path, "--no-sync", "-U", "postgres"]
        let (name, how) =
            if let primary = options.primary {
                (
                    "pg_basebackup",
                    ["-c", "fast", "-h", primary.folder.path, "-p", "\(primary.port)"]
                )
            } else {
                ("initdb", ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
            }
        let (program, arguments) = account.command(
            installation.folder.appending(path: "bin/\(name)").path, data + how)
        try ChildProcess.output(program, arguments)
    }

    /// The server as the superuser, over TCP.
    public func configuration(database: String = "postgres") -> ConnectionConfiguration {
        ConnectionConfiguration(
            hosts: [.init("127.0.0.1", port: port)], database: database, user: "postgres",
            password: options.password, tls: options.hasTLS ? .require : .disable)
    }

    /// The server as the superuser, over its Unix socket, where no password is asked.
    public func socketConfiguration(database: String = "postgres") -> ConnectionConfiguration {
        ConnectionConfiguration(
            hosts: [.init(folder.path, port: port)], database: database, user: "postgres")
    }

    /// `postgres://postgres@127.0.0.1:PORT/DATABASE`, with the password where there is one.
    public func url(database: String = "postgres") -> String {
        let password = options.password.map {
            ":" + ($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }
        let name = database.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "postgres://postgres\(password ?? "")@127.0.0.1:\(port)/\(name)"
            + (options.hasTLS ? "?sslmode=require" : "?sslmode=disable")
    }

    /// What the server wrote to its log.
    public var log: String {
        (try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)) ?? ""
    }

    public var isRunning: Bool { process.withLock { $0.map { $0.process.status == nil } ?? false } }
}

extension PrivateServer {
    /// How a server is ended.
    public enum Ending: Sendable {
        /// Connections are cut, and everything is written (SIGINT).
        case fast
        /// As in an emergency: it recovers at the next start (SIGQUIT).
        case quit
        /// Like a crash: `kill -9`.
        case kill

        var signal: Int32 {
            switch self {
            case .fast: SIGINT
            case .quit: SIGQUIT
            case .kill: SIGKILL
            }
        }
    }

    /// Starts it again after `stop`; returns when it answers.
    public func start() throws(PostgreSQLError) {
        guard !isRunning else { return }
        do {
            try process.withLock { $0 = try launch() }
        } catch {
            throw PostgreSQLError(.other, "a private server could not be started: \(error)")
        }
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            if answers { return }
            guard isRunning else {
                throw PostgreSQLError(
                    .other, "the private server ended at once; its log ends: \(log.suffix(1_000))")
            }
            guard ContinuousClock.now < deadline else {
                end(.quit)
                throw PostgreSQLError(
                    .other, "the private server does not answer; its log ends: \(log.suffix(1_000))"
                )
            }
            usleep(10_000)
        }
    }

    /// Ends it; the databases stay for the next `start`.
    public func stop(_ ending: Ending = .fast) { end(ending) }

    /// Whether it takes connections now.
    private var answers: Bool {
        let place = "host='\(folder.path)' port=\(port) user=postgres connect_timeout=2"
        return PQping(place) == PQPING_OK
    }

    /// The server's own process.
    public var processIdentifier: Int32? { process.withLock { $0?.process.id } }

    private func launch() throws -> Running {
        let (program, arguments) = account.command(
            installation.folder.appending(path: "bin/postgres").path,
            ["-D", folder.appending(path: "data").path])
        // The shell becomes the server. What it leaves behind ends the server when this process
        // ends, in whatever way: then the pipe that is its standard input closes.
        let script = """
            folder=$1; shift; server=$$; exec 3<&0
            ( ( read -r _ <&3
                grep -qF -- "$folder" /proc/$server/cmdline || exit
                kill -QUIT $server; sleep 1; rm -rf "$folder"
              ) >/dev/null 2>&1 & )
            exec "$@" </dev/null 3<&-
            """
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw ChildProcess.Failure(description: String(cString: strerror(errno)))
        }
        // No other program that is started holds it open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        do {
            let process = try ChildProcess(
                "/bin/sh",
                ["-c", script, "sh", folder.path, program] + arguments,
                input: ends[0], output: folder.appending(path: "log").path)
            return Running(process: process, lifeline: ends[1])
        } catch {
            close(ends[1])
            throw error
        }
    }

    private func end(_ ending: Ending) {
        guard let running = process.withLock({ $0 }) else { return }
        if running.process.status == nil {
            let server = running.process.id
            let children = ending == .kill ? Self.children(of: server) : []
            kill(server, ending.signal)
            running.process.wait()
            // Orphans hold the shared memory until they notice.
            for child in children { kill(child, SIGKILL) }
        }
        close(running.lifeline)
        process.withLock { $0 = nil }
    }

    private static func children(of parent: Int32) -> [Int32] {
        let path = "/proc/\(parent)/task/\(parent)/children"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { Int32($0) }
    }

    private func configure() throws {
        let data = folder.appending(path: "data")
        var settings = [
            "port": "\(port)", "listen_addresses": "'127.0.0.1'",
            "unix_socket_directories": "'\(folder.path)'", "max_connections": "150",
            "log_min_messages": "warning", "timezone": "'UTC'", "log_timezone": "'UTC'",
        ]
        if !options.isDurable {
            for name in ["fsync", "full_page_writes"] { settings[name] = "off" }
        }
        if options.hasTLS {
            try Certificate.make(in: folder, for: account)
            settings["ssl"] = "on"
            settings["ssl_cert_file"] = "'\(folder.path)/server.crt'"
            settings["ssl_key_file"] = "'\(folder.path)/server.key'"
        }
        if let primary = options.primary {
            // Not by pg_basebackup -R: it writes what only the newest libpq reads.
            settings["primary_conninfo"] =
                "'host=\(primary.folder.path) port=\(primary.port) user=postgres'"
            try append("", to: data.appending(path: "standby.signal"))
        }
        settings.merge(options.settings) { $1 }
        let lines = settings.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)\n" }
        try append(lines.joined(), to: data.appending(path: "postgresql.conf"))
        if options.password != nil {
            // The superuser sets it over the socket, where no password is asked.
            let rules = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
            try rules.write(
                to: data.appending(path: "pg_hba.conf"), atomically: false, encoding: .utf8)
        }
    }

    private func append(_ text: String, to file: URL) throws {
        if !FileManager.default.fileExists(atPath: file.path) {
            try Data().write(to: file)
            try account.own(file)
        }
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
    }
}
