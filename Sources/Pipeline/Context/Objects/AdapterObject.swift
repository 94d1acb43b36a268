internal import DuckDB
internal import Jinja

/// `adapter`: what templates may ask of the database and of dispatch.
final class AdapterObject: JinjaObject {
    let typeName = "adapter"
    private let scope: RenderScope
    private let context: Context

    init(scope: RenderScope, context: Context) {
        self.scope = scope
        self.context = context
    }

    func attribute(_ name: String) throws(JinjaError) -> Jinja.Value? {
        guard Self.methods.contains(name) else {
            let message = "`adapter.\(name)` is not supported"
            throw JinjaError(
                .host, message,
                underlying: PipelineError(
                    .unsupported, message, hint: suggestion(for: name, among: Self.methods)))
        }
        return .function("adapter.\(name)") { [self] (arguments) throws(JinjaError) in
            try answer(name, arguments)
        }
    }

    private static let methods = [
        "dispatch", "quote", "quote_as_configured", "type", "get_relation",
        "get_columns_in_relation",
        "get_missing_columns", "create_schema", "drop_schema", "drop_relation", "rename_relation",
        "truncate_relation", "already_exists", "check_schema_exists", "expand_target_column_types",
        "commit", "warn_once", "is_motherduck", "is_ducklake",
    ]

    private func answer(
        _ name: String, _ arguments: Arguments
    ) throws(JinjaError) -> Jinja.Value {
        switch name {
        case "dispatch": return try dispatch(arguments)
        case "quote", "quote_as_configured":
            return .string(quoted(try arguments.required("identifier", at: 0).text()))
        case "type": return "duckdb"
        case "is_motherduck", "is_ducklake": return false
        case "expand_target_column_types", "commit", "warn_once": return .string("")
        default: break
        }
        guard let execution = scope.execution else {
            return name == "get_columns_in_relation" || name == "get_missing_columns" ? [] : .none
        }
        let engine = execution.engine
        switch name {
        case "get_relation", "already_exists":
            let relation = Relation(
                database: name == "get_relation" ? try arguments.string("database", at: 0) : nil,
                schema: try arguments.string("schema", at: name == "get_relation" ? 1 : 0),
                identifier: try arguments.string(
                    name == "get_relation" ? "identifier" : "name",
                    at: name == "get_relation" ? 2 : 1))
            let found = try scope.existing(relation)
            return name == "get_relation" ? found : .bool(!found.isNone)
        case "get_columns_in_relation":
            return Jinja.Value(try columns(try relation(arguments), engine))
        case "get_missing_columns":
            let (from, to) = (try relation(arguments), try relation(arguments, "to_relation", 1))
            return Jinja.Value(try columns(from, engine, missingIn: to))
        case "create_schema", "drop_schema":
            let target = try relation(arguments)
            try hosted { () throws(PipelineError) in
                try name == "create_schema"
                    ? engine.createSchema(of: target) : engine.dropSchema(of: target)
            }
        case "check_schema_exists":
            let target = Relation(
                database: try arguments.string("database", at: 0),
                schema: try arguments.string("schema", at: 1))
            return .bool(
                try hosted { () throws(PipelineError) in try engine.schemaExists(of: target) })
        case "drop_relation": try scope.drop(try relation(arguments))
        case "truncate_relation":
            let target = try relation(arguments)
            _ = try scope.run("truncate table \(target.sql)")
        case "rename_relation":
            let (from, to) = (try relation(arguments), try relation(arguments, "to_relation", 1))
            try hosted { () throws(PipelineError) in try engine.rename(from, to: to) }
        default: break
        }
        return .string("")
    }

    private func relation(
        _ arguments: Arguments, _ name: String = "relation", _ index: Int = 0
    ) throws(JinjaError) -> Relation {
        let value =
            try arguments.value(name, at: index) ?? arguments["from_relation"] ?? .none
        guard let relation = value.relation else {
            throw JinjaError(.argument, "the argument '\(name)' must be a relation")
        }
        return relation
    }

    private func columns(
        _ relation: Relation, _ engine: Engine, missingIn other: Relation? = nil
    ) throws(JinjaError) -> [Jinja.Value] {
        try hosted { () throws(PipelineError) in
            let there = try other.map { (other) throws(PipelineError) in
                Set(try engine.columns(of: other).map { $0.name.lowercased() })
            }
            return try engine.columns(of: relation)
                .filter { there?.contains($0.name.lowercased()) != true }
                .map { .object(ColumnObject(name: $0.name, dataType: $0.type)) }
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
