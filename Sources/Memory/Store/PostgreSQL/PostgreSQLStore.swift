import Foundation
import PostgreSQL

/// Memories, vectors, accesses and what sleep made of them in a PostgreSQL database, in the schema
/// `dormouse`. Any number of processes and machines use one at once.
public final class PostgreSQLStore: MemoryStore {
    let server: ServerConnection
    /// The schema that pgvector lives in; nil where vectors are kept as arrays, and compared here.
    let vectorSchema: String?
    public let isReadOnly: Bool
    /// What tells the database from every other, however it is reached: the server's own identifier
    /// and the database's number there. A server that does not say its identifier to this role is
    /// told by its address.
    let identity: String
    /// Ids that have no vector yet, found in one look and handed out by and by.
    let waiting = WaitingList()
    let clock = TellingClock()

    public var place: String { server.place }
    /// Others write too; the server tells what is new.
    public var writings: UInt64? { nil }

    /// Connects, and brings the schema up to date where this role may.
    ///
    /// - Parameters:
    ///   - url: `postgres://user:password@host:5432/database`, or as libpq takes it.
    ///   - holder: what this process is, for `pg_stat_activity`.
    ///   - patience: how long to wait for a server that went away, and for locks.
    /// - Throws: `invalidInput` for a URL that cannot be read, `storage` for a server that cannot
    ///   be reached, `homeUnusable` for a schema that is too new or that this role may not make.
    public init(url: String, holder: String, patience: Duration) throws(MemoryError) {
        server = try ServerConnection(url: url, holder: holder, patience: patience)
        try StoreMigrations.apply(on: server)
        let row = try server.run { connection, _ in
            try connection.query(
                """
                SELECT pg_is_in_recovery()
                        OR NOT has_table_privilege('dormouse.memory', 'INSERT'),
                    (SELECT n.nspname::text
                     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                     JOIN pg_namespace n ON n.oid = t.typnamespace
                     WHERE a.attrelid = 'dormouse.embedding'::regclass
                        AND a.attname = 'vector' AND t.typname = 'vector')
                """
            ).rows[0]
        }
        identity = try Self.identity(of: server)
        do throws(PostgreSQLError) {
            isReadOnly = try row.decode(0)
            vectorSchema = try row.decode(1)
        } catch {
            throw MemoryError(error, at: server.place)
        }
    }

    private static func identity(of server: ServerConnection) throws(MemoryError) -> String {
        try server.run { connection, _ in
            do {
                return try connection.query(
                    """
                    SELECT concat_ws('/', system_identifier, oid)
                    FROM pg_control_system(), pg_database WHERE datname = current_database()
                    """
                ).value()
            } catch let error as PostgreSQLError where !error.isConnectionFailure {
                return server.place
            }
        }
    }

    public func bytes() throws(MemoryError) -> Int {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'dormouse' AND c.relkind = 'r'
                """
            ).value()
        }
    }
}

extension Moment {
    var postgres: PostgresTimestamp { PostgresTimestamp(microseconds: microseconds) }

    init(_ timestamp: PostgresTimestamp) { self.init(microseconds: timestamp.microseconds) }
}
