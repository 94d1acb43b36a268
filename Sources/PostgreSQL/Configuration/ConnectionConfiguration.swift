/// Where a server is, who connects, and the limits of the connection.
///
/// What is nil is taken from libpq's environment (`PGHOST`, `PGUSER`, `PGPASSWORD`, `PGSSLMODE`,
/// `~/.pgpass`…), else from its defaults. The password is in no description.
public struct ConnectionConfiguration: Sendable, Hashable {
    /// One server; several are tried in order.
    public struct Host: Sendable, Hashable {
        /// A name, an address, or the folder of a Unix socket.
        public var name: String
        public var port: Int?

        public init(_ name: String, port: Int? = nil) {
            self.name = name
            self.port = port
        }
    }

    public var hosts: [Host]
    public var database: String?
    public var user: String?
    public var password: String?
    public var tls: TLSMode?
    /// The file with the certificates of those that may sign the server's; `system` for those of
    /// the machine (libpq 16 or later).
    public var rootCertificate: String?
    /// Shown by `pg_stat_activity`.
    public var applicationName: String?
    /// For each host. Default: 10 seconds.
    public var connectTimeout: Duration
    /// A statement that takes longer is cancelled by the server. Nil: the server's setting.
    public var statementTimeout: Duration?
    /// A statement that waits longer for a lock fails. Nil: the server's setting.
    public var lockTimeout: Duration?
    /// A transaction that is left idle for longer is ended together with its connection.
    public var idleInTransactionTimeout: Duration?
    /// Settings of the session: `["search_path": "dormouse, public"]`.
    public var settings: [String: String]
    /// Other parameters of libpq, by their names: `target_session_attrs`, `sslcert`…
    public var parameters: [String: String]

    public init(
        hosts: [Host] = [], database: String? = nil, user: String? = nil, password: String? = nil,
        tls: TLSMode? = nil, rootCertificate: String? = nil, applicationName: String? = nil,
        connectTimeout: Duration = .seconds(10), statementTimeout: Duration? = nil,
        lockTimeout: Duration? = nil, idleInTransactionTimeout: Duration? = nil,
        settings: [String: String] = [:], parameters: [String: String] = [:]
    ) {
        self.hosts = hosts
        self.database = database
        self.user = user
        self.password = password
        self.tls = tls
        self.rootCertificate = rootCertificate
        self.applicationName = applicationName
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.settings = settings
        self.parameters = parameters
    }
}

extension ConnectionConfiguration: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// As a URL without the password: `postgres://ada@db.example.org:5432/notes`.
    public var description: String {
        let places = hosts.map { host in
            host.name.hasPrefix("/")
                ? host.name + (host.port.map { " port \($0)" } ?? "")
                : host.name + (host.port.map { ":\($0)" } ?? "")
        }
        let user = user.map { $0 + "@" } ?? ""
        let place = places.isEmpty ? "(PGHOST or local socket)" : places.joined(separator: ",")
        return "postgres://\(user)\(place)/\(database ?? "")"
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
