internal import DuckDB
internal import Jinja

/// `adapter`: what templates may ask of the database and of dispatch.
final class AdapterObject: JinjaObject {
    let typeName = "adapter"
    let scope: RenderScope
    private let context: Context

    init(scope: RenderScope, context: Context) {
        self.scope = scope
        self.context = context
    }

    func attribute(_ name: String) throws(JinjaError) -> Jinja.Value? {
        switch name {
        case "Relation": return .object(RelationObject(Relation()))
        case "Column": return .object(ColumnClass())
        case "behavior": return .dict(Dict())
        case _ where Self.methods.contains(name):
            return .function("adapter.\(name)") { [self] (arguments) throws(JinjaError) in
                try answer(name, arguments)
            }
        default:
            // Reading a project asks nothing of the database, so a method that nobody knows fails
            // the node that calls it, when it is built.
            guard scope.execution != nil else { return .object(LaterObject()) }
            return .object(UnknownMethod(name: name, known: Self.methods))
        }
    }

    private static let methods = [
        "dispatch", "quote", "quote_as_configured", "quote_seed_column", "type", "get_relation",
        "load_relation", "get_columns_in_relation", "get_columns_in_table", "get_missing_columns",
        "get_column_schema_from_query", "create_schema", "drop_schema", "drop_relation",
        "rename_relation", "truncate_relation", "already_exists", "check_schema_exists",
        "list_schemas", "list_relations", "list_relations_without_caching",
        "expand_target_column_types", "execute", "add_query", "commit", "warn_once",
        "is_motherduck", "is_ducklake", "disable_transactions", "escape_sql_string",
        "ensure_transaction", "cache_added", "cache_dropped", "cache_renamed", "clear_transaction",
        "valid_incremental_strategies", "valid_snapshot_target", "verify_database",
        "date_function", "get_binding_char", "external_root", "location_exists",
        "standardize_grants_dict", "convert_datetimes_to_strs", "get_incremental_strategy_macro",
        "batch_id_for_model", "builtin_incremental_strategies", "convert_type",
        "_create_index_sql", "_drop_indexes", "_create_schema", "_drop_schema",
        "_get_columns_in_relation",
    ]

    private func answer(
        _ name: String, _ arguments: Arguments
    ) throws(JinjaError) -> Jinja.Value {
        switch name {
        case "dispatch": return try dispatch(arguments)
        case "quote", "quote_as_configured", "quote_seed_column":
            let identifier = try arguments.required("identifier", at: 0).text()
            let key = try arguments.value("quote_key", at: 1)?.string ?? "identifier"
            // Only parts of a relation's name are quoted by configuration.
            let isPart = name != "quote_as_configured" || RelationObject.parts.contains(key)
            return .string(isPart ? quoted(identifier) : identifier)
        case "escape_sql_string":
            return .string(
                try arguments.required("value", at: 0).text().replacing("'", with: "''"))
        case "type": return "duckdb"
        case "date_function": return "now()"
        case "get_binding_char": return "?"
        case "external_root": return "."
        case "is_motherduck", "is_ducklake", "disable_transactions": return false
        case "valid_incremental_strategies": return ["append", "delete+insert", "merge"]
        case "convert_datetimes_to_strs": return try arguments.required("table", at: 0)
        case "standardize_grants_dict": return .dict(Dict())
        case "warn_once":
            let message = try arguments.required("msg", at: 0).text()
            scope.execution?.warn(Warning(message, file: scope.subject.file))
            return .string("")
        case "expand_target_column_types", "ensure_transaction", "cache_added",
            "cache_dropped", "cache_renamed", "clear_transaction", "valid_snapshot_target",
            "verify_database":
            return .string("")
        case "commit":
            if let transaction = scope.execution?.transaction {
                try hosted { () throws(PipelineError) in try transaction.commit() }
            }
            return .string("")
        case "batch_id_for_model": return .none
        case "builtin_incremental_strategies":
            return ["append", "delete+insert", "merge", "insert_overwrite", "microbatch"]
        case "get_incremental_strategy_macro": return try strategy(arguments)
        case "convert_type": return try sqlType(arguments)
        default:
            guard let execution = scope.execution else { return Self.answerOfLater(name) }
            if let macro = replacement(of: name) { return try macro.call(arguments) }
            // With a line before its name, the work itself, for the macros that are called for it.
            let own = name.hasPrefix("_") ? String(name.dropFirst()) : name
            return try database(
                Self.replaceable.contains(own) ? own : name, arguments, execution.engine)
        }
    }

    /// What dbt's adapter answers while a project is only read.
    private static func answerOfLater(_ name: String) -> Jinja.Value {
        switch name {
        case "get_columns_in_relation", "get_missing_columns", "get_columns_in_table",
            "get_column_schema_from_query", "list_relations", "list_schemas",
            "list_relations_without_caching":
            Jinja.Value([Jinja.Value]())
        case "execute", "add_query":
            Jinja.Value(tuple: [.object(LaterObject()), .object(LaterObject())])
        case "get_relation", "load_relation": .none
        case "already_exists", "check_schema_exists", "location_exists": false
        default: .string("")
        }
    }

    private func dispatch(_ arguments: Arguments) throws(JinjaError) -> Jinja.Value {
        let name = try arguments.string("macro_name", at: 0) ?? ""
        if name.contains(".") {
            throw JinjaError(
                .argument,
                "adapter.dispatch takes a macro's name, and the package as its second "
                    + "argument: adapter.dispatch('\(name.split(separator: ".").last ?? "")', …)")
        }
        let macros = scope.session.macros
        let namespace = try arguments.string("macro_namespace", at: 1)
        if let macro = macros.dispatch(name, namespace: namespace, for: scope.package)?
            .bind(in: context)
        {
            return macro
        }
        let places = namespace.map { " in " + macros.searchOrder(of: $0).joined(separator: ", ") }
        let message =
            "adapter.dispatch finds no macro for '\(name)': neither 'duckdb__\(name)' nor "
            + "'default__\(name)' exists\(places ?? "")"
        throw JinjaError(
            .host, message,
            underlying: PipelineError(
                .template, message,
                hint: suggestion(for: "default__" + name, among: macros.names(for: scope.package))))
    }

    /// The project's own macro where dbt's adapter calls one to do its work.
    private func replacement(of name: String) -> Jinja.Value? {
        guard Self.replaceable.contains(name) else { return nil }
        let macros = scope.session.macros
        let isStatement = Self.statements.contains(name)
        guard
            macros.isReplaced(name, for: scope.package)
                || isStatement && macros.isReplaced("statement", for: scope.package)
        else { return nil }
        return context[name]
    }

    /// Those that send their SQL by `statement()`.
    private static let statements: Set<String> = [
        "drop_relation", "rename_relation", "truncate_relation",
    ]

    /// What dbt's adapter does by macros.
    private static let replaceable: Set<String> = [
        "drop_relation", "rename_relation", "truncate_relation", "create_schema", "drop_schema",
        "get_columns_in_relation", "list_relations_without_caching", "check_schema_exists",
        "list_schemas",
    ]

    /// The macro of an incremental strategy, by its name.
    private func strategy(_ arguments: Arguments) throws(JinjaError) -> Jinja.Value {
        let given = try arguments.string("strategy", at: 1) ?? "default"
        let name = "get_incremental_\(given.replacing("+", with: "_"))_sql"
        if let macro = context[name], macro.isCallable { return macro }
        let message =
            "dbt could not find an incremental strategy macro with the name \"\(name)\" in "
            + scope.session.projectName
        throw JinjaError(.host, message, underlying: PipelineError(.template, message))
    }

    /// `convert_type(table, place)`: what DuckDB calls the type of a table's column.
    private func sqlType(_ arguments: Arguments) throws(JinjaError) -> Jinja.Value {
        guard let table = try arguments.required("agate_table", at: 0).object as? TableObject,
            let place = try arguments.int("col_idx", at: 1), table.kinds.indices.contains(place)
        else { throw JinjaError(.argument, "convert_type() takes a table and a column's place") }
        switch table.kinds[place] {
        case .integer: return "integer"
        case .number:
            let places = TableObject.places(in: table.rows.lazy.map { $0[place] })
            return places > 0 ? "DOUBLE" : "integer"
        case .date: return "date"
        case .dateTime: return "timestamp"
        case .boolean: return "boolean"
        case .text: return "text"
        }
    }
}
