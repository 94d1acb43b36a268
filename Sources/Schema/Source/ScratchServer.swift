public import Foundation
public import PostgreSQL

/// Where scratch databases are made: a server that was named, else one that is started for the
/// moment and gone afterwards.
public final class ScratchServer {
    private let configuration: ConnectionConfiguration
    /// Keeps a private server running as long as this object.
    private let server: PrivateServer?
    private let onLeft: (String) -> Void
    private static let patience = Duration.seconds(60)

    /// - Parameters:
    ///   - url: of any database of the server; its user must be allowed to make databases.
    ///   - installations: folders where a server may be installed, tried in order before those of
    ///     the system.
    ///   - onLeft: is told the name of a scratch database that could not be dropped.
    public init(
        url: String?, installations: [URL], environment: [String: String],
        onLeft: @escaping (String) -> Void = { _ in }
    ) throws {
        self.onLeft = onLeft
        if let url, !url.isEmpty {
            configuration = try ConnectionConfiguration(url)
            server = nil
            return
        }
        guard let found = PostgresInstallation.find(in: installations, environment: environment)
        else {
            throw SchemaError(
                .noScratch,
                "a scratch database is needed, and no PostgreSQL server is installed. Name a server "
                    + "with --scratch URL or DORMOUSE_SCRATCH_URL, or install one: "
                    + "scripts/bootstrap, or apt-get install postgresql")
        }
        let server = try PrivateServer(found)
        self.server = server
        configuration = server.socketConfiguration()
    }

    /// Uses a server that is there.
    public init(_ configuration: ConnectionConfiguration) {
        self.configuration = configuration
        onLeft = { _ in }
        server = nil
    }

    /// Makes an empty database, and drops it when the body is through. So it does with roles, where
    /// the server is a private one.
    ///
    /// - Parameter roles: that are there meanwhile, where the server is a private one: schemas
    ///   are written for servers that have them.
    public func withDatabase<T>(
        roles: [String] = [], _ body: (BlockingConnection) throws -> T
    ) throws -> T {
        // To make or drop a database the server waits for all its processes, one of which may wait
        // for a client that does not read.
        var patient = configuration
        patient.statementTimeout = Self.patience
        let maintenance = try BlockingConnection(patient)
        let known = server == nil ? [] : try Self.roles(maintenance)
        if server != nil {
            for role in roles where !known.contains(role) {
                try maintenance.query("CREATE ROLE \(identifier: role)")
            }
        }
        let name = "dormouse_scratch_\(getpid())_\(UInt32.random(in: 0 ... .max))"
        try create(name, maintenance)
        let result = Result {
            var scratch = configuration
            scratch.database = name
            let connection = try BlockingConnection(scratch)
            defer { connection.close() }
            return try body(connection)
        }
        do {
            try maintenance.query("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
        } catch {
            if server == nil { onLeft(name) }
        }
        if server != nil {
            for role in (try? Self.roles(maintenance).subtracting(known)) ?? [] {
                _ = try? maintenance.query("DROP ROLE \(identifier: role)")
            }
        }
        maintenance.close()
        return try result.get()
    }

    private static func roles(_ connection: BlockingConnection) throws -> Set<String> {
        let rows = try connection.query("SELECT rolname::text AS name FROM pg_roles").rows
        return Set(try rows.map { try $0.decode("name", as: String.self) })
    }

    private func create(_ name: String, _ maintenance: BlockingConnection) throws {
        do throws(PostgreSQLError) {
            try maintenance.query(
                "CREATE DATABASE \(identifier: name) TEMPLATE template0 ENCODING 'UTF8'")
        } catch {
            if error.code == .statementTimeout {
                throw SchemaError(
                    .noScratch,
                    "\(configuration) made no scratch database within \(Self.patience): one of its "
                        + "processes answers nobody, such as one whose client does not read "
                        + "(wait_event ClientWrite in pg_stat_activity). End it, or name another "
                        + "server with --scratch")
            }
            guard error.code == .permission else { throw error }
            throw SchemaError(
                .noScratch,
                "the user of \(configuration) may not make a scratch database: "
                    + "ALTER ROLE … CREATEDB, or name another server with --scratch")
        }
    }
}
