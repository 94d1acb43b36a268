internal import DuckDB
internal import Foundation

/// Computes a query on a PostgreSQL server: the tables that it reads are copied into schemas that
/// only its transaction sees, so that whatever ends the process nothing of them is left there.
struct ServerOffload {
    let request: OffloadRequest
    /// The name of the attached server.
    let server: String
    let engine: Engine

    func perform() throws(PipelineError) {
        // One transaction writes one database: the result waits in a temporary table.
        try engine.transaction { () throws(PipelineError) in
            var names: [String: String] = [:]
            for input in request.inputs {
                let source = Self.name(input.database, input.schema)
                let schema = names[source] ?? "dormouse_\(unique)_\(names.count)"
                if names[source] == nil {
                    names[source] = schema
                    _ = try engine.query("create schema \(quoted(server)).\(quoted(schema))")
                }
                let table = "\(quoted(schema)).\(quoted(input.identifier))"
                _ = try engine.query(
                    "create table \(quoted(server)).\(table) as from "
                        + "\(source).\(quoted(input.identifier))")
            }
            let schema = "dormouse_\(unique)"
            _ = try engine.query("create schema \(quoted(server)).\(quoted(schema))")
            let path = names.values.sorted().map { quoted($0) }.joined(separator: ", ")
            try execute("set local search_path = \(path.isEmpty ? "" : path + ", ")public")
            try execute(
                "create table \(quoted(schema)).result as \(text(names))")
            let columns = try engine.columns(
                of: Relation(database: server, schema: schema, identifier: "result"))
            guard columns.count == request.columns.count else {
                throw PipelineError(.database, "the server's result has other columns")
            }
            let items = zip(columns, request.columns).map { column, wanted in
                "\(quoted(column.name))::\(wanted.type) as \(quoted(wanted.name))"
            }
            _ = try engine.query(
                "create temp table offloaded as select \(items.joined(separator: ", ")) "
                    + "from \(quoted(server)).\(quoted(schema)).result")
            for schema in names.values.sorted() + [schema] {
                _ = try engine.query("drop schema \(quoted(server)).\(quoted(schema)) cascade")
            }
        }
        _ = try engine.query("create table \(OffloadRequest.result) as from temp.offloaded")
    }

    /// In no other process's schemas.
    private let unique = UUID().uuidString.prefix(8).lowercased()

    init(request: OffloadRequest, server: String, engine: Engine) {
        self.request = request
        self.server = server
        self.engine = engine
    }

    private func execute(_ statement: String) throws(PipelineError) {
        _ = try engine.query(
            "call postgres_execute(\(literal(server)), \(literal(statement)))")
    }

    private static func name(_ database: String, _ schema: String) -> String {
        "\(quoted(database)).\(quoted(schema))"
    }

    /// The query with the names that its tables have on the server.
    private func text(_ names: [String: String]) -> String {
        names.reduce(request.sql) { sql, entry in
            sql.replacing(entry.key + ".", with: quoted(entry.value) + ".")
        }
    }
}
