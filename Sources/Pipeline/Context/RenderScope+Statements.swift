internal import DuckDB
internal import Jinja
internal import Synchronization

extension RenderScope {
    /// The functions that send statements to the database; nothing happens while parsing.
    func statementFunction(_ name: String) -> Jinja.Value {
        .function(name) { [self] (arguments) throws(JinjaError) in
            switch name {
            case "run_query":
                let sql = try arguments.required("sql", at: 0).text()
                return try run(sql)?.table ?? .object(LaterObject())
            case "statement": return try statement(arguments)
            case "noop_statement": return ""
            case "store_result", "store_raw_result": return try store(name, arguments)
            case "load_result":
                let key = try arguments.string("name", at: 0) ?? ""
                guard isExecuting else { return .object(LaterObject()) }
                return try load(key)
            case "load_relation", "load_cached_relation":
                guard let relation = try arguments.required("relation", at: 0).relation else {
                    return .none
                }
                return try existing(relation)
            case "drop_relation_if_exists":
                guard let relation = try arguments.required("relation", at: 0).relation else {
                    return .string("")
                }
                let adapter = AdapterObject(scope: self, context: context)
                return try adapter.callMethod(
                    "drop_relation", Arguments([.object(RelationObject(relation))]))
            case "register_upstream_external_models":
                try registerUpstreamExternalModels()
                return ""
            default:
                throw JinjaError(.unsupported, "\(name)() is not supported")
            }
        }
    }

    /// Runs the body of `{% call statement(name) %}` and keeps its answer.
    private func statement(_ arguments: Arguments) throws(JinjaError) -> Jinja.Value {
        guard isExecuting, let caller = arguments["caller"] else { return .string("") }
        let name = try arguments.string("name", at: 0)
        let sql = try caller.call().text()
        if try arguments.bool("auto_begin", at: 2) ?? true { try hosted(beginOperation) }
        let fetches = try arguments.bool("fetch_result", at: 1) ?? false
        let result = try fetches ? run(sql) : runWithoutRows(sql)
        if let result, let name { state.withLock { $0.results[name] = result } }
        return .string("")
    }

    /// Hands a kept answer out, once: the next one to ask for it has made a mistake.
    private func load(_ name: String) throws(JinjaError) -> Jinja.Value {
        let result = state.withLock { state in
            let result = state.results[name]
            // What a node's own statement gave may be asked for again.
            if result != nil, name != "main" { state.results[name] = .some(nil) }
            return result
        }
        guard let result else { return .none }
        guard let result else {
            let message =
                "The 'statement' result named '\(name)' has already been loaded into a variable"
            throw JinjaError(.host, message, underlying: PipelineError(.template, message))
        }
        return result.value
    }

    /// Begins the transaction of a macro that does its own.
    func beginOperation() throws(PipelineError) {
        try execution?.transaction?.begin()
    }

    /// Keeps a table under a name, as if a statement had given it.
    private func store(_ function: String, _ arguments: Arguments) throws(JinjaError) -> Jinja.Value
    {
        let key = try arguments.string("name", at: 0) ?? ""
        let place = function == "store_result" ? 2 : 4
        let table = try arguments.value("agate_table", at: place)?.object as? TableObject
        var result = table.map { StatementResult($0) } ?? .empty
        result.show = execution?.log ?? result.show
        if function == "store_result" {
            result.response = try arguments.value("response", at: 1) ?? .none
        } else {
            result.response = .object(
                ResponseObject(
                    try arguments.value("message", at: 1)?.pythonText ?? "None",
                    code: try arguments.value("code", at: 2) ?? .none,
                    rowsAffected: try arguments.value("rows_affected", at: 3) ?? .none))
        }
        state.withLock { $0.results[key] = result }
        return ""
    }

    /// Runs SQL of a template; nil while parsing.
    func run(_ sql: String) throws(JinjaError) -> StatementResult? {
        guard let execution else { return nil }
        return try hosted { () throws(PipelineError) in
            let engine = execution.engine
            let answer = try engine.run(sql)
            var result = try StatementResult(answer) { () throws(PipelineError) in
                let name = try engine.query("select current_setting('TimeZone')").first?.stringValue
                return name.flatMap(TimeZoneObject.init(named:)) ?? .utc
            }
            result.show = execution.log
            return result
        }
    }

    /// Runs SQL whose rows nobody asks for; nil while parsing.
    func runWithoutRows(_ sql: String) throws(JinjaError) -> StatementResult? {
        guard let execution else { return nil }
        return try hosted { () throws(PipelineError) in
            if let transaction = execution.transaction,
                Engine.trimmed(sql).lowercased() == "commit"
            {
                try transaction.commit()
            } else {
                _ = try execution.engine.run(sql)
            }
            return .empty
        }
    }

    /// The relation of a name in the database, or None.
    func existing(_ relation: Relation) throws(JinjaError) -> Jinja.Value {
        guard let execution else { return .none }
        let found = try hosted { () throws(PipelineError) in
            try execution.transaction?.beginListing(relation)
            return try execution.engine.existing(relation)
        }
        return found.map { .object(RelationObject($0)) } ?? .none
    }

    /// Drops a relation where there is one.
    func drop(_ relation: Relation) throws(JinjaError) {
        guard let execution else { return }
        try hosted { () throws(PipelineError) in try execution.engine.drop(relation) }
    }

    /// `log(message, info)` and `print(message)`.
    func logFunction(_ name: String) -> Jinja.Value {
        .function(name) { [self] (arguments) throws(JinjaError) in
            let message = try arguments.required("msg", at: 0).text()
            let isInfo = try arguments.bool("info", at: 1) ?? false
            let shown = name == "print" || isInfo
            if name == "print", let execution {
                execution.printing(message)
            } else if shown, let execution {
                execution.tell(message, subject.id)
            } else if shown {
                session.reading.add(message)
            }
            return .string("")
        }
    }

    /// `exceptions`: errors and warnings a template raises itself.
    var exceptions: Jinja.Value {
        let dict = Dict()
        for name in [
            "raise_compiler_error", "raise_database_error", "raise_parsing_error",
            "raise_fail_fast_error", "raise_not_implemented", "raise_dependency_error",
            "raise_contract_error", "raise_invalid_property_yml_version", "raise_ambiguous_alias",
            "raise_ambiguous_catalog_match", "raise_cache_inconsistent", "raise_dataclass_not_dict",
            "raise_dep_not_found", "raise_duplicate_patch_name", "raise_duplicate_resource_name",
            "missing_config", "missing_materialization", "missing_relation", "relation_wrong_type",
            "column_type_missing",
        ] {
            dict[name] = .function(name) { (arguments) throws(JinjaError) in
                let message = arguments.positional.first ?? arguments["msg"] ?? .none
                let text = try message.text()
                throw JinjaError(.host, text, underlying: PipelineError(.raised, text))
            }
        }
        dict["warn"] = .function("warn") { [self] (arguments) throws(JinjaError) in
            let message = try arguments.required("msg", at: 0).text()
            let warning = Warning(message, file: subject.file)
            if let execution { execution.warn(warning) } else { session.reading.add(warning) }
            return .string("")
        }
        return .dict(dict)
    }
}

extension Jinja.Value {
    /// The relation the value is, if it is one.
    var relation: Relation? { (object as? RelationObject)?.relation }
}
