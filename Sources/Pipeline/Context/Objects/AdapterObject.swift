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
            let message = "`adapter.\(name)` is not supported"
            throw JinjaError(
                .host, message,
                underlying: PipelineError(
                    .unsupported, message, hint: suggestion(for: name, among: Self.methods)))
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
        "standardize_grants_dict", "convert_datetimes_to_strs",
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
        case "expand_target_column_types", "commit", "ensure_transaction", "cache_added",
            "cache_dropped", "cache_renamed", "clear_transaction", "valid_snapshot_target",
            "verify_database":
            return .string("")
        default:
            guard let execution = scope.execution else { return Self.answerOfLater(name) }
            return try database(name, arguments, execution.engine)
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
}
