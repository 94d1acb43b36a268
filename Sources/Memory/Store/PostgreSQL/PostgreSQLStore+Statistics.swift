import PostgreSQL

/// ANALYZE leaves the statistics of a table alone that has become empty, and those of an index whose
/// condition holds for no row of the sample: they would keep words of what was erased.
extension PostgreSQLStore {
    /// Takes away the statistics of all columns and indexes of the schema, as far as this role may;
    /// ANALYZE makes those anew that have rows.
    ///
    /// - Returns: whether all went.
    static func clearStatistics(_ connection: BlockingConnection) throws -> Bool {
        let clear: PostgresQuery =
            connection.serverVersion >= 180_000
            ? """
            SELECT pg_clear_attribute_stats(
                'dormouse', c.relname::text, a.attname::text, c.relkind IN ('p', 'I'))
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'dormouse'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
                AND (c.relkind IN ('r', 'm', 'p') OR EXISTS (
                    SELECT FROM pg_index i WHERE i.indexrelid = c.oid AND i.indexprs IS NOT NULL))
            """
            : """
            DELETE FROM pg_catalog.pg_statistic WHERE starelid IN (
                SELECT oid FROM pg_catalog.pg_class
                WHERE relnamespace = 'dormouse'::regnamespace)
            """
        do throws(PostgreSQLError) {
            try connection.query(clear)
            return true
        } catch {
            if error.isConnectionFailure { throw error }
            return false
        }
    }

    /// What stands in a receipt where statistics could not be cleared.
    static func uncleared(_ connection: BlockingConnection) -> String {
        "statistics of columns of tables that are empty now: until "
            + (connection.serverVersion >= 180_000
                ? "their owner forgets a memory, or something is kept in them and ANALYZE runs"
                : "a superuser runs DELETE FROM pg_catalog.pg_statistic WHERE starelid IN (SELECT "
                    + "oid FROM pg_class WHERE relnamespace = 'dormouse'::regnamespace)")
    }
}
