import JSON
public import PostgreSQL

/// Reads the catalogue of a live database.
public enum CatalogueInspection {
    /// In one snapshot, so that what changes meanwhile is in it whole or not at all. Nothing is
    /// locked beyond what reading the system's catalogues takes.
    ///
    /// - Parameter withAccess: whether owners and grants are read too.
    /// - Throws: what PostgreSQL says; servers before version 15 are refused.
    public static func read(
        _ connection: BlockingConnection, withAccess: Bool = false
    ) throws(PostgreSQLError) -> Catalogue {
        guard connection.serverVersion >= 150_000 else {
            throw PostgreSQLError(
                .notSupported,
                "the server is PostgreSQL \(connection.serverVersion / 10_000); catalogues are "
                    + "read from 15 on")
        }
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)
        return try connection.atomically(options) { () throws(PostgreSQLError) in
            // Names with their schemas, and values of defaults and bounds alike wherever one asks.
            try connection.execute(
                script: """
                    SET LOCAL search_path = ''; SET LOCAL timezone = 'UTC';
                    SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
                    SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;
                    -- The queries look dear to the planner; to compile them takes longer than to run them.
                    SET LOCAL jit = off
                    """)
            var builder = CatalogueBuilder()
            for (kind, sql) in CatalogueQuery.all {
                try readObjects(kind, sql, connection, into: &builder)
            }
            if withAccess { try readAccess(connection, into: &builder) }
            try readDependencies(connection, into: &builder)
            var catalogue = builder.build()
            for row in try connection.query(.init(unescaped: CatalogueQuery.notCovered)).rows {
                let what = try row.decode("what", as: String.self)
                let count = try row.decode("count", as: String.self)
                catalogue.notCovered.append("\(count) \(what)")
            }
            return catalogue
        }
    }

    private static func readObjects(
        _ kind: ObjectKind?, _ sql: String, _ connection: BlockingConnection,
        into builder: inout CatalogueBuilder
    ) throws(PostgreSQLError) {
        let kindColumn = kind == nil ? "kind" : "NULL"
        let rows = try connection.query(
            """
            SELECT class::text AS class, oid::bigint AS oid, sub::bigint AS sub,
                schema::text AS schema, x.table::text AS table, name::text AS name,
                \(unescaped: kindColumn)::text AS kind, json_strip_nulls(facts)::text AS facts
            FROM (\(unescaped: sql)) x
            """)
        for row in rows.rows {
            let named = try row.decode("kind", as: String?.self).flatMap(ObjectKind.init(rawValue:))
            guard let kind = kind ?? named,
                let facts = try? JSON.parse(row.decode("facts", as: String.self))
            else { continue }
            let id = ObjectID(
                kind, schema: try row.decode("schema"), table: try row.decode("table"),
                try row.decode("name", as: String.self))
            let told = connection.serverVersion < 160_000 ? modern(facts, kind) : facts
            builder.add(id, facts: told, at: try address(row, prefix: ""))
        }
    }

    private static func readAccess(
        _ connection: BlockingConnection, into builder: inout CatalogueBuilder
    ) throws(PostgreSQLError) {
        for row in try connection.query(.init(unescaped: CatalogueQuery.access)).rows {
            builder.addAccess(
                owner: try row.decode("owner", as: String?.self),
                grants: try row.decode("grants", as: String?.self),
                column: try row.decode("part", as: String?.self),
                at: try address(row, prefix: ""))
        }
    }

    /// Views as later servers write them.
    private static func modern(_ facts: JSON, _ kind: ObjectKind) -> JSON {
        guard kind == .view || kind == .materializedView, var object = facts.object,
            let definition = object["definition"]?.string
        else { return facts }
        object["definition"] = .string(ViewDefinition.modern(definition))
        return .object(object)
    }

    private static func readDependencies(
        _ connection: BlockingConnection, into builder: inout CatalogueBuilder
    ) throws(PostgreSQLError) {
        for row in try pairs(connection, CatalogueQuery.aliases, "for_").rows {
            builder.alias(try address(row, prefix: ""), for: try address(row, prefix: "for_"))
        }
        for row in try pairs(connection, CatalogueQuery.dependencies, "on_").rows {
            builder.depends(try address(row, prefix: ""), on: try address(row, prefix: "on_"))
        }
    }

    private static func pairs(_ connection: BlockingConnection, _ sql: String, _ prefix: String)
        throws(PostgreSQLError) -> PostgresResult
    {
        let columns = ["", prefix].map {
            "\($0)class::text AS \($0)class, \($0)oid::bigint AS \($0)oid, "
                + "\($0)sub::bigint AS \($0)sub"
        }.joined(separator: ", ")
        return try connection.query(.init(unescaped: "SELECT \(columns) FROM (\(sql)) x"))
    }

    private static func address(_ row: PostgresRow, prefix: String) throws(PostgreSQLError)
        -> CatalogueBuilder.Address
    {
        CatalogueBuilder.Address(
            table: try row.decode(prefix + "class"), oid: try row.decode(prefix + "oid"),
            sub: try row.decode(prefix + "sub"))
    }
}
