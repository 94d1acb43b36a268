import Foundation

/// A connection for statements of somebody who must not change or reach anything: a person's
/// questions to a home, or SQL that a client of a server sends.
///
/// What can be read is what is attached when the session begins. Three walls stand around it, each
/// of which would be enough for most of what one can try:
///
/// 1. DuckDB itself opens no other file and no connection (`enable_external_access`), loads
///    nothing, and lets no setting be changed any more.
/// 2. Only statements that ask are run; see `StatementKind`.
/// 3. Table functions that reach out of the database, or change it, are refused by name; one that
///    is not known to be harmless is refused too, so that a newer DuckDB opens no gap.
///
/// The first wall is a property of the whole database and stays for as long as it is open: every
/// other connection to it is bound as well. Attach for reading only: what is attached to be
/// written to is protected by the second wall alone.
public final class ReadOnlySession: Sendable {
    public let connection: Connection
    /// Table functions that are refused, in lower case.
    let refusedFunctions: Set<String>

    /// Raises the walls.
    ///
    /// - Parameters:
    ///   - readable: files and folders that statements may read besides, with everything in them.
    ///   - functions: table functions of the program's own that may be used.
    /// - Throws: `.io` for a path that is not there.
    public init(
        _ connection: Connection, readable: [String] = [], functions: Set<String> = []
    ) throws(DuckDBError) {
        self.connection = connection
        let allowed = functions.union(Self.harmless).union(readable.isEmpty ? [] : Self.reading)
        // Reading the catalogue may load what is built in; afterwards nothing can be loaded.
        let known = try connection.query(
            "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type = 'table'"
        )
        var refused: Set<String> = ["write_log"]
        for row in 0..<known.rowCount {
            guard let name = known[row, 0].stringValue else { continue }
            let isHarmless = Self.harmlessPrefixes.contains { name.hasPrefix($0) }
            if !isHarmless, !allowed.contains(name) { refused.insert(name) }
        }
        refusedFunctions = refused
        try Self.closeDatabase(of: connection, readable: readable)
    }

    private static func closeDatabase(of connection: Connection, readable: [String])
        throws(DuckDBError)
    {
        var files: [String] = []
        var folders: [String] = []
        for path in readable {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw DuckDBError(.io, "cannot read \(path): is it there?")
            }
            let url = URL(fileURLWithPath: path)
            // As it is written, in full, and where links lead: DuckDB compares texts.
            for spelling in [path, url.path, url.resolvingSymlinksInPath().path] {
                if isFolder.boolValue { folders.append(spelling) } else { files.append(spelling) }
            }
        }
        func list(_ paths: [String]) -> String {
            "[" + Set(paths).sorted().map { quoteLiteral($0) }.joined(separator: ", ") + "]"
        }
        var statements: [String] = []
        if !files.isEmpty { statements.append("SET allowed_paths = \(list(files))") }
        if !folders.isEmpty { statements.append("SET allowed_directories = \(list(folders))") }
        statements += [
            "SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false",
            "SET enable_external_access = false", "SET lock_configuration = true",
        ]
        try connection.execute(statements.joined(separator: ";\n"))
    }

    /// Runs one statement and gives its answer block by block.
    ///
    /// - Throws: `.readOnly` for a statement that does more than ask, `.permission` for one that
    ///   reaches out of the database, and whatever the statement fails with.
    public func stream(_ sql: String, _ values: [Value] = []) throws(DuckDBError) -> ResultStream {
        guard ScriptSplitter.statements(of: sql).count == 1 else {
            throw DuckDBError(.parser, "one statement is wanted", sql: sql)
        }
        let kind: StatementKind
        do throws(DuckDBError) { kind = try StatementKind(of: sql) } catch {
            // A slip of the pen is told with its place, as everywhere.
            try connection.checkSyntax(of: sql)
            throw error
        }
        try checkFunctions(of: kind, in: sql)
        let isPivot = sql.contains(/(?i)pivot/)
        return try connection.streamLast(of: sql, values) { type throws(DuckDBError) in
            guard kind.allows(type, isPivot: isPivot) else { throw StatementKind.refusal(of: sql) }
        }
    }

    /// Tables of the engine about itself.
    private static let harmlessPrefixes = ["duckdb_", "pragma_"]
    private static let harmless: Set<String> = [
        "generate_series", "range", "unnest", "repeat", "repeat_row", "json_each", "json_tree",
        "icu_calendar_names", "pg_timezone_names", "summary", "test_all_types",
        "test_vector_types", "query_table",
    ]
    /// What reads files and nothing else; DuckDB looks at the paths.
    private static let reading: Set<String> = [
        "glob", "parquet_bloom_probe", "parquet_file_metadata", "parquet_full_metadata",
        "parquet_kv_metadata", "parquet_metadata", "parquet_scan", "parquet_schema", "read_blob",
        "read_csv", "read_csv_auto", "read_json", "read_json_auto", "read_json_objects",
        "read_json_objects_auto", "read_ndjson", "read_ndjson_auto", "read_ndjson_objects",
        "read_parquet", "read_text", "sniff_csv",
    ]
}
