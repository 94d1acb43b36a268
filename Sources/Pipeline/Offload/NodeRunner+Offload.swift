internal import DuckDB
internal import Foundation
internal import Jinja

internal import enum JSON.JSON

extension NodeRunner {
    /// Has the node's query computed somewhere else, and then builds the node of the result.
    ///
    /// - Parameter reads: the tables that the project says it reads.
    func run(
        at place: OffloadPlace, reading reads: [Relation], within time: TimeBudget
    ) throws(PipelineError) -> Outcome {
        try checkOffload(place)
        place.tell(node.name)
        let (directory, name) = try exchange(place, reads)
        defer { withExtendedLifetime(directory) {} }
        let folder = URL(fileURLWithPath: directory.path, isDirectory: true)
        do { try place.compute(folder, engine.connection, { time.isOver }) } catch let error
            as PipelineError
        {
            throw error
        } catch { throw PipelineError(.database, "\(error)") }
        let result = folder.appending(path: OffloadRequest.resultFile).path
        _ = try engine.query("attach \(literal(result)) as \(quoted(name)) (read_only)")
        defer {
            _ = try? engine.query("detach \(quoted(name))")
            engine.forget()
        }
        var here = self
        here.sql = "select * from \(quoted(name)).main.result"
        here.parts = nil
        return try here.run()
    }

    /// A folder with the query and what it reads. Copying takes little memory, and others that run
    /// may have taken even that: then it waits for them a little.
    private func exchange(
        _ place: OffloadPlace, _ reads: [Relation]
    ) throws(PipelineError) -> (SpillDirectory, name: String) {
        var pause = 0.25
        while true {
            guard let directory = SpillDirectory(in: place.folder) else {
                throw PipelineError(.file, "there is no room to hand its tables over")
            }
            let folder = URL(fileURLWithPath: directory.path, isDirectory: true)
            let name = "dormouse_offload_" + folder.lastPathComponent.replacing("-", with: "_")
            do {
                try request(name, place, reads, folder)
                return (directory, name)
            } catch {
                guard error.isOutOfMemory, pause < 10 else { throw error }
            }
            Thread.sleep(forTimeInterval: pause)
            pause *= 2
        }
    }

    private func checkOffload(_ place: OffloadPlace) throws(PipelineError) {
        guard [.model, .snapshot, .test].contains(node.kind), node.unitTest == nil, !node.isPython,
            materializationMacro() == nil, !sql.isEmpty
        else { throw PipelineError(.database, "only the query of a model, snapshot or test can") }
        guard !place.isServer || node.configuration["portable"]?.bool == true else {
            throw PipelineError(
                .database,
                "the model does not say `portable: true`, that its SQL means the same in PostgreSQL"
            )
        }
    }

    /// Writes the query and copies of the tables that it reads into a folder.
    private func request(
        _ name: String, _ place: OffloadPlace, _ reads: [Relation], _ folder: URL
    ) throws(PipelineError) {
        let current = try engine.query("select current_database(), current_schema()")
        var request = OffloadRequest(
            sql: sql, header: "", sources: [], inputs: [],
            place: OffloadRequest.Input(
                database: current[0, 0].stringValue ?? "", schema: current[0, 1].stringValue ?? "",
                identifier: ""),
            columns: [])
        if place.isServer {
            request.columns = try engine.columns(ofQuery: sql).map {
                OffloadRequest.Column(name: $0.name, type: $0.type)
            }
        }
        if let header = try node.configuration.string("sql_header") {
            request.header = try scope.render(header, name: node.file)
        }
        var inputs: Set<OffloadRequest.Input> = []
        for relation in try reads + relationsRead() {
            if let input = try offloaded(relation) { inputs.insert(input) }
        }
        request.inputs = inputs.sorted { ($0.schema, $0.identifier) < ($1.schema, $1.identifier) }
        let databases = Set(request.inputs.map(\.database) + [request.place.database]).sorted()
        for (number, database) in databases.enumerated() {
            let file = "source-\(number).duckdb"
            let alias = "\(name)_\(number)"
            let path = folder.appending(path: file).path
            _ = try engine.query("attach \(literal(path)) as \(quoted(alias))")
            defer { _ = try? engine.query("detach \(quoted(alias))") }
            request.sources.append(OffloadRequest.Source(database: database, file: file))
            try fill(alias, with: request, of: database)
        }
        engine.forget()
        try request.write(into: folder)
    }

    private func fill(
        _ alias: String, with request: OffloadRequest, of database: String
    ) throws(PipelineError) {
        let inputs = request.inputs.filter { $0.database == database }
        var schemas = Set(inputs.map(\.schema))
        if database == request.place.database { schemas.insert(request.place.schema) }
        for schema in schemas.sorted() {
            _ = try engine.query("create schema if not exists \(quoted(alias)).\(quoted(schema))")
        }
        for input in inputs {
            let table = "\(quoted(input.schema)).\(quoted(input.identifier))"
            _ = try engine.query(
                "create table \(quoted(alias)).\(table) as from \(quoted(database)).\(table)")
        }
        // The query may call macros; one that cannot be made again is missed only where it is used.
        let macros = try engine.query(
            """
            select distinct schema_name, function_name, function_type = 'table_macro',
                array_to_string(list_transform(parameters, lambda p: '"' || p || '"'), ', '),
                macro_definition
            from duckdb_functions()
            where function_type in ('macro', 'table_macro') and not internal and database_name = $1
            """, [.string(database)])
        for row in macros.rows {
            guard let schema = row[0].stringValue, let name = row[1].stringValue,
                let definition = row[4].stringValue
            else { continue }
            _ = try? engine.query("create schema if not exists \(quoted(alias)).\(quoted(schema))")
            _ = try? engine.query(
                "create macro \(quoted(alias)).\(quoted(schema)).\(quoted(name))"
                    + "(\(row[3].stringValue ?? "")) as "
                    + (row[2].boolValue == true ? "table " : "") + definition)
        }
    }

    /// The tables and views that stand in the query; without those of queries that cannot be read
    /// as a tree.
    private func relationsRead() throws(PipelineError) -> [Relation] {
        let text = try engine.query(
            "select json_serialize_sql($1::varchar, skip_null := true)", [.string(sql)])
        guard let tree = try? JSON.parse(text[0, 0].stringValue ?? "") else { return [] }
        return PartitionCheck.everything(in: tree).compactMap { item in
            guard item["type"]?.string == "BASE_TABLE" else { return nil }
            func name(_ key: String) -> String? {
                item[key]?.string.flatMap { $0.isEmpty ? nil : $0 }
            }
            return Relation(
                database: name("catalog_name"), schema: name("schema_name"),
                identifier: name("table_name"))
        }
    }

    /// A table that is there; of two names the first may also be the database.
    private func offloaded(_ relation: Relation) throws(PipelineError) -> OffloadRequest.Input? {
        var found = try engine.existing(relation)
        if found == nil, relation.database == nil, let schema = relation.schema {
            found = try engine.existing(
                Relation(database: schema, schema: "main", identifier: relation.identifier))
        }
        guard let found, let database = found.database, let schema = found.schema,
            let identifier = found.identifier
        else { return nil }
        return OffloadRequest.Input(database: database, schema: schema, identifier: identifier)
    }
}
