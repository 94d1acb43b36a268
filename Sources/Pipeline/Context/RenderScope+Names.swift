internal import Jinja

extension RenderScope {
    /// The names of ``builtIn(_:in:)``, for suggestions.
    static let builtInNames = [
        "ref", "source", "function", "config", "this", "model", "target", "var", "env_var",
        "adapter", "api",
        "execute", "is_incremental", "run_query", "statement", "load_result", "return", "log",
        "print", "exceptions", "modules", "tojson", "fromjson", "toyaml", "fromyaml", "set", "zip",
        "local_md5", "flags", "invocation_id", "run_started_at", "dbt_version", "builtins",
        "graph", "schema", "database", "project_name", "doc", "render", "selected_resources",
        "context", "dbt_metadata_envs", "invocation_args_dict", "try_or_compiler_error",
        "store_result", "should_full_refresh", "pre_hooks", "post_hooks",
        "register_upstream_external_models",
    ]

    /// What dbt offers to templates under a name.
    func builtIn(_ name: String, in context: Context) -> Value? {
        if let value = subject.extra[name] { return value }
        switch name {
        case "ref": return refFunction
        case "source": return sourceFunction
        case "function": return functionFunction
        case "config": return .object(ConfigObject(scope: self))
        case "this": return subject.relation.map { .object(RelationObject($0)) } ?? Value.none
        case "model": return modelFacts
        case "target": return TargetFacts(profile: session.profile).value
        case "var":
            let variables = session.variables[package] ?? Variables()
            return isExecuting ? variables.function : variables.lenientFunction
        case "env_var": return session.environment.functionWithoutSecrets
        case "adapter": return .object(AdapterObject(scope: self, context: context))
        case "api": return APIObject.value
        case "execute": return .bool(isExecuting)
        case "is_incremental": return function(name) { .bool($0.isIncremental) }
        case "should_full_refresh": return function(name) { .bool($0.isFullRefresh) }
        case "should_store_failures": return function(name) { .bool($0.storesFailures) }
        case "run_query", "statement", "noop_statement", "load_result", "store_result",
            "store_raw_result", "load_relation", "load_cached_relation", "drop_relation_if_exists",
            "register_upstream_external_models":
            return statementFunction(name)
        case "return": return .callable(Callable.macroReturn)
        case "log", "print": return logFunction(name)
        case "exceptions": return exceptions
        case "modules": return .object(ModulesObject(startedAt: session.invocation.startedAt))
        case "graph": return execution?.graph ?? Self.emptyGraph
        case "schema": return Value(subject.relation?.schema ?? session.profile.schema)
        case "database": return Value(subject.relation?.database ?? session.profile.database)
        case "doc": return session.docs.function(from: package)
        case "render", "try_or_compiler_error", "write": return function(ofText: name)
        case "selected_resources": return Value(session.selected.sorted())
        case "pre_hooks": return subject.configuration["pre-hook"] ?? Value([Value]())
        case "post_hooks": return subject.configuration["post-hook"] ?? Value([Value]())
        case "builtins":
            return .dict(
                Dict([
                    "ref": refFunction, "source": sourceFunction, "function": functionFunction,
                    "config": .object(ConfigObject(scope: self)),
                ]))
        case "context": return .object(ContextObject(context))
        case MacroLibrary.builtIn: return .object(BuiltInNamespace(scope: self, context: context))
        default:
            if let value = session.fact(name) ?? DataFunctions.value(name) { return value }
            guard let macros = session.macros.packages[name] else { return nil }
            return .object(MacroNamespace(macros, context: context))
        }
    }

    /// `model`: what the manifest says of the node.
    private var modelFacts: Value {
        guard let execution, let id = subject.id, let node = execution.project.node(id) else {
            return subject.facts()
        }
        let facts = Manifest(execution.project).facts(node, leavesOutNull: true)
        if let batch = subject.batch { facts.dict?["batch"] = batch.facts }
        return facts
    }

    /// Whether the node adds to a table that is there: `is_incremental()`.
    var isIncremental: Bool {
        if let batch = subject.batch { return batch.isIncremental }
        guard let execution, subject.materialization == .incremental, !isFullRefresh,
            let relation = subject.relation
        else { return false }
        return (try? execution.engine.existing(relation))??.kind == .table
    }

    /// `--full-refresh`, unless the node's own `full_refresh` says otherwise.
    var isFullRefresh: Bool {
        if subject.batch?.isIncremental == true { return false }
        return (try? subject.configuration.bool("full_refresh")) ?? session.fullRefresh
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

    /// `render(text)`, `try_or_compiler_error(message, function, …)`, `write(text)`.
    private func function(ofText name: String) -> Value {
        .function(name) { [self] (arguments) throws(JinjaError) in
            switch name {
            case "render":
                let text = try arguments.string("string", at: 0) ?? ""
                return .string(
                    try hosted { () throws(PipelineError) in try render(text, name: "render") })
            case "try_or_compiler_error":
                let message = try arguments.required("message_if_exception", at: 0).text()
                let function = try arguments.required("func", at: 1)
                var rest = arguments
                rest.positional = Array(rest.positional.dropFirst(2))
                do {
                    return try function.call(rest)
                } catch {
                    throw JinjaError(
                        .host, message, underlying: PipelineError(.raised, message))
                }
            default: return ""
            }
        }
    }

    private static var emptyGraph: Value {
        .dict(
            Dict([
                "nodes": .dict(Dict()), "sources": .dict(Dict()), "exposures": .dict(Dict()),
                "metrics": .dict(Dict()), "groups": .dict(Dict()),
            ]))
    }
}
