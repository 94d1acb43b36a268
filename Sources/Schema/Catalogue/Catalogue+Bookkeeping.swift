extension Catalogue {
    /// Tables in which tools that migrate keep their history; no schema is meant to have them.
    private static let bookkeeping: Set<String> = [
        HistoryTable.standardName, "schema_migrations", "flyway_schema_history",
        "__drizzle_migrations", "atlas_schema_revisions", "goose_db_version",
        "_prisma_migrations", "alembic_version", "knex_migrations", "knex_migrations_lock",
        "__diesel_schema_migrations", "_sqlx_migrations", "gorp_migrations", "pgmigrations",
        "micrate_db_version", "refinery_schema_history", "play_evolutions",
    ]

    /// Without the histories of tools that migrate, and their sequences.
    public var withoutBookkeeping: Catalogue {
        let tables = Set(
            objects.keys.filter { $0.kind == .table && Self.bookkeeping.contains($0.name) })
        let owned = Set(tables.map { $0.sqlName + "." })
        var left = Catalogue(
            objects.values.filter { object in
                if tables.contains(object.id) { return false }
                if let owner = owner(of: object.id), tables.contains(owner) { return false }
                if object.id.kind == .schema,
                    ["drizzle", "supabase_migrations"].contains(object.id.name)
                {
                    return false
                }
                return !owned.contains { object[.ownedBy]?.hasPrefix($0) ?? false }
            })
        left.notCovered = notCovered
        return left
    }
}
