import PostgreSQL
import Schema

/// Finds functions that may write, by their declaration, in a statement and in the views it reads.
struct VolatileCalls {
    private let connection: PostgresConnection

    init(_ connection: PostgresConnection) { self.connection = connection }

    /// - Returns: what may write, and what to do about it: "it calls …"; nil for nothing.
    func first(in statement: SQLNames) async throws(PostgreSQLError) -> String? {
        if let call = try await first(of: statement.calls) { return Self.mayWrite("it", call) }
        for view in try await views(statement) {
            // What PostgreSQL wrote itself can be read; if not, nobody knows what it calls.
            guard let script = try? SQLScript(view.definition, file: view.name) else {
                return "what the view \(view.name) does cannot be told. Ask its tables instead"
            }
            let tokens = script.statements.flatMap(\.tokens)
            if let call = try await first(of: SQLNames(tokens).calls) {
                return Self.mayWrite("the view \(view.name)", call)
            }
        }
        return nil
    }

    private static func mayWrite(_ who: String, _ call: String) -> String {
        "\(who) calls \(call), which may write. Declare the function STABLE where it only reads"
    }

    /// What PostgreSQL brings and gives another value each time without writing counts as none.
    private func first(of calls: Set<[String]>) async throws(PostgreSQLError) -> String? {
        for call in calls.sorted(by: { $0.joined() < $1.joined() }) {
            let schema = call.count > 1 ? call[0] : nil
            let name = call.last ?? ""
            let rows = try await connection.query(
                """
                SELECT n.nspname || '.' || p.proname FROM pg_catalog.pg_proc p
                JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                WHERE p.proname = \(name) AND p.provolatile = 'v' AND p.prokind IN ('f', 'p')
                    AND (n.nspname = \(schema)::text
                        OR \(schema)::text IS NULL
                            AND n.nspname = ANY (pg_catalog.current_schemas(true)))
                    AND NOT (n.nspname = 'pg_catalog' AND p.proname = ANY (\(Self.harmless)))
                LIMIT 1
                """
            ).rows
            if let row = rows.first { return try row.decode(0, as: String.self) }
        }
        return nil
    }

    private static let harmless = [
        "random", "random_normal", "clock_timestamp", "timeofday", "gen_random_uuid", "uuidv4",
        "uuidv7", "statement_timestamp",
    ]

    /// The views that a statement names, and those they stand on. PostgreSQL's own only show.
    ///
    /// Definitions are read as text, because no dependency on a function of PostgreSQL's own is
    /// kept in `pg_depend`.
    private func views(
        _ statement: SQLNames
    ) async throws(PostgreSQLError) -> [(name: String, definition: String)] {
        let names = statement.others.union(statement.calls).sorted { $0.joined() < $1.joined() }
        let rows = try await connection.query(
            """
            WITH RECURSIVE named AS (
                SELECT * FROM unnest(\(names.map { $0.count > 1 ? $0[0] : "" })::text[],
                    \(names.map { $0.last ?? "" })::text[]) n (schema, name)),
            view AS (
                SELECT c.oid FROM named m
                JOIN pg_catalog.pg_class c ON c.relname = m.name AND c.relkind = 'v'
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = m.schema
                    OR m.schema = '' AND n.nspname = ANY (pg_catalog.current_schemas(true))
                UNION
                SELECT c.oid FROM view v
                JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid
                JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass
                    AND d.objid = r.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass
                JOIN pg_catalog.pg_class c ON c.oid = d.refobjid AND c.relkind = 'v')
            SELECT n.nspname || '.' || c.relname, pg_catalog.pg_get_viewdef(c.oid)
            FROM view v JOIN pg_catalog.pg_class c ON c.oid = v.oid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
            ORDER BY 1
            """
        ).rows
        return try rows.map { row throws(PostgreSQLError) in
            (try row.decode(0, as: String.self), try row.decode(1, as: String.self))
        }
    }
}
