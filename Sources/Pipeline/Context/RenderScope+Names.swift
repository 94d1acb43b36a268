internal import Jinja

extension RenderScope {
    /// The names of ``builtIn(_:in:)``, for suggestions.
    static let builtInNames = [
        "ref", "source", "config", "this", "model", "target", "var", "env_var", "adapter", "api",
        "execute", "is_incremental", "run_query", "statement", "load_result", "return", "log",
        "print", "exceptions", "modules", "tojson", "fromjson", "toyaml", "fromyaml", "set", "zip",
        "local_md5", "flags", "invocation_id", "run_started_at", "dbt_version", "builtins",
        "graph", "schema", "database", "project_name", "doc", "render",
    ]

    /// What dbt offers to templates under a name.
    func builtIn(_ name: String, in context: Context) -> Value? {
        if let value = subject.extra[name] { return value }
        switch name {
        case "ref": return refFunction
        case "source": return sourceFunction
        case "config": return .object(ConfigObject(scope: self))
        case "this": return subject.relation.map { .object(RelationObject($0)) } ?? Value.none
        case "model": return subject.facts()
        case "target": return TargetFacts(profile: session.profile).value
        case "var":
            let variables = session.variables[package] ?? Variables()
            return isExecuting ? variables.function : variables.lenientFunction
        case "env_var": return session.environment.function
        case "adapter": return .object(AdapterObject(scope: self, context: context))
        case "api": return APIObject.value
        case "execute": return .bool(isExecuting)
        case "is_incremental": return function(name) { .bool($0.isIncremental) }
        case "should_full_refresh": return function(name) { .bool($0.isFullRefresh) }
        case "should_store_failures": return function(name) { .bool($0.storesFailures) }
        case "run_query", "statement", "load_result", "store_result", "load_relation",
            "load_cached_relation", "drop_relation_if_exists":
            return statementFunction(name)
        case "return": return .callable(Callable.macroReturn)
        case "log", "print": return logFunction(name)
        case "exceptions": return exceptions
        case "modules": return .object(ModulesObject(startedAt: session.invocation.startedAt))
        case "tojson", "fromjson", "toyaml", "fromyaml", "set", "set_strict", "zip", "zip_strict",
            "local_md5":
            return DataFunctions.value(name)
        case "flags": return flags
        case "invocation_id": return .string(session.invocation.id)
        case "run_started_at": return .object(DateTimeObject(session.invocation.startedAt))
        case "dbt_version": return .string(Session.dbtVersion)
        case "builtins":
            return .dict(
                Dict([
                    "ref": refFunction, "source": sourceFunction,
                    "config": .object(ConfigObject(scope: self)),
                ]))
        case "graph": return execution?.graph ?? Self.emptyGraph
        case "schema": return Value(subject.relation?.schema ?? session.profile.schema)
        case "database": return Value(subject.relation?.database ?? session.profile.database)
        case "project_name": return .string(session.projectName)
        case "doc": return session.docs.function(from: package)
        case "render":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let text = try arguments.string("string", at: 0) ?? ""
                return .string(
                    try hosted { () throws(PipelineError) in try render(text, name: "render") })
            }
        case "dbt": return .object(MacroNamespace(BuiltInMacros.entries, context: context))
        default:
            guard let macros = session.macros.packages[name] else { return nil }
            return .object(MacroNamespace(macros, context: context))
        }
    }

    /// Whether the node adds to a table that is there: `is_incremental()`.
    var isIncremental: Bool {
        guard let execution, subject.materialization == .incremental, !isFullRefresh,
            let relation = subject.relation
        else { return false }
        return (try? execution.engine.existing(relation))??.kind == .table
    }

    /// `--full-refresh`, unless the node's own `full_refresh` says otherwise.
    var isFullRefresh: Bool {
        (try? subject.configuration.bool("full_refresh")) ?? session.fullRefresh
    }

    /// Whether the rows that a test finds are kept.
    var storesFailures: Bool {
        let configuration = subject.configuration
        if let kind = try? configuration.string("store_failures_as") { return kind != "ephemeral" }
        return (try? configuration.bool("store_failures")) ?? session.storeFailures
    }

    private func function(
        _ name: String, _ body: @escaping @Sendable (RenderScope) -> Value
    ) -> Value {
        .function(name) { [self] (_) throws(JinjaError) in body(self) }
    }

    private var flags: Value {
        .dict(
            Dict([
                "FULL_REFRESH": .bool(session.fullRefresh),
                "STORE_FAILURES": .bool(session.storeFailures),
                "WHICH": "run", "WARN_ERROR": false, "EMPTY": .bool(session.isEmpty),
            ]))
    }

    private static var emptyGraph: Value {
        .dict(
            Dict([
                "nodes": .dict(Dict()), "sources": .dict(Dict()), "exposures": .dict(Dict()),
                "metrics": .dict(Dict()), "groups": .dict(Dict()),
            ]))
    }
}
