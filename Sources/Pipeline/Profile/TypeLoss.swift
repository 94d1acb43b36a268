internal import DuckDB

/// Columns of attached PostgreSQL databases whose values change on their way into DuckDB.
struct TypeLoss {
    let engine: Engine

    /// What becomes of the columns of the sources that lie in attached PostgreSQL databases: told
    /// before anything runs, because DuckDB converts without a word.
    ///
    /// - Parameters:
    ///   - sources: the sources that are read.
    ///   - databases: the names of the attached PostgreSQL databases.
    func warnings(
        for sources: [Source], in databases: Set<String>
    ) throws(PipelineError) -> [Warning] {
        var warnings: [Warning] = []
        for database in databases.sorted() {
            let own = sources.filter { $0.relation.database == database }
            if own.isEmpty { continue }
            let columns = try columns(of: own, in: database)
            for source in own {
                let schema = source.relation.schema ?? "public"
                let table = source.relation.identifier ?? source.name
                for column in columns where column.schema == schema && column.table == table {
                    guard let loss = column.loss else { continue }
                    warnings.append(
                        Warning(
                            "\(source.sourceName).\(source.name): the column '\(column.name)' is "
                                + "\(column.type) in PostgreSQL and \(loss)",
                            file: source.file, line: source.line))
                }
            }
        }
        return warnings
    }

    private struct Column {
        let schema, table, name: String
        /// As PostgreSQL writes it: `numeric`, `jsonb`, `numeric(10,2)`.
        let type: String
        /// `e` for an enum.
        let kind: String

        /// What happens to it; nil where nothing is lost.
        var loss: String? {
            if kind == "e" {
                return "ENUM here: it can be read and inserted, but UPDATE, MERGE and ON CONFLICT "
                    + "on it fail"
            }
            let base = type.prefix { $0 != "(" }
            switch base {
            case "numeric" where base.count == type.count:
                return "DOUBLE here: digits beyond 15 are lost and NaN becomes 0. Give it a "
                    + "precision, or read it as text"
            case _ where base == "numeric":
                return (precision ?? 0) > 38 ? "DOUBLE here: it is wider than DECIMAL(38)" : nil
            case "json", "jsonb":
                return "VARCHAR here: UPDATE and MERGE on it fail; cast it with ::json"
            case "vector", "halfvec", "sparsevec", "bit":
                return "VARCHAR here: cast it to FLOAT[] where it is computed with"
            case "tsvector", "tsquery", "inet", "cidr", "macaddr", "macaddr8", "xml", "money",
                "hstore", "ltree", "agtype", "point", "line", "box", "path", "polygon", "circle":
                return "VARCHAR here"
            default:
                return base.hasSuffix("range") ? "VARCHAR here" : nil
            }
        }

        private var precision: Int? {
            Int(type.drop { $0 != "(" }.dropFirst().prefix(while: \.isNumber))
        }
    }

    private func columns(
        of sources: [Source], in database: String
    ) throws(PipelineError) -> [Column] {
        let tables = Set(sources.map { $0.relation.identifier ?? $0.name }).sorted()
        // The statement is a literal of another one, so its own literals are quoted twice.
        let names = tables.map(literal).joined(separator: ", ")
        let statement = """
            select n.nspname, c.relname, a.attname,
                   pg_catalog.format_type(a.atttypid, a.atttypmod),
                   t.typtype::text
            from pg_catalog.pg_attribute a
            join pg_catalog.pg_class c on c.oid = a.attrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_type t on t.oid = a.atttypid
            where c.relname in (\(names)) and a.attnum > 0 and not a.attisdropped
            order by n.nspname, c.relname, a.attnum
            """
        let result = try engine.query(
            "select * from postgres_query(\(literal(database)), \(literal(statement)))")
        return result.rows.map { row in
            let texts = (0..<5).map { row[$0].stringValue ?? "" }
            return Column(
                schema: texts[0], table: texts[1], name: texts[2], type: texts[3], kind: texts[4])
        }
    }
}

extension Runner {
    /// What is lost of the values of sources in attached PostgreSQL databases; see ``TypeLoss``.
    ///
    /// - Parameter ids: the nodes whose sources count; nil takes all sources.
    public func typeLosses(ofSourcesOf ids: Set<String>? = nil) throws(PipelineError) -> [Warning] {
        let databases = profile.postgreSQLDatabases
        if databases.isEmpty { return [] }
        let read = ids.map { ids in
            Set(project.nodes.filter { ids.contains($0.id) }.flatMap(\.parents))
        }
        let sources = project.sources.filter { read?.contains($0.id) ?? true }
        return try TypeLoss(engine: Engine(connection)).warnings(for: sources, in: databases)
    }
}

extension Profile {
    /// Whether a PostgreSQL database is attached.
    public var attachesPostgreSQL: Bool { !postgreSQLDatabases.isEmpty }

    /// The names of the attached PostgreSQL databases.
    var postgreSQLDatabases: Set<String> {
        Set(
            attachments.filter { $0.type?.lowercased().hasPrefix("postgres") == true }
                .map(\.label))
    }
}
