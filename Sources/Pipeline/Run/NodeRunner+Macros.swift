internal import Jinja
internal import Synchronization

/// Building a node by macros: a materialization of the project or of a package, or dbt's own where
/// the project has put its macros in the place of some that it calls.
extension NodeRunner {
    /// The macro that builds the node; nil where native code does.
    func materializationMacro() -> MacroEntry? {
        guard node.unitTest == nil else { return nil }
        let macros = scope.session.macros
        let name = node.kind == .test ? "test" : node.materializationName
        if let entry = macros.materialization(name) { return entry }
        if node.kind == .function { return BuiltInMaterializations.entry(of: "function") }
        guard var replaceable = BuiltInMaterializations.macros[name] else { return nil }
        if node.materialization == .incremental, let own = try? node.strategyMacro {
            replaceable.insert(own)
        }
        guard replaceable.contains(where: { macros.isReplaced($0, for: node.package) }) else {
            return nil
        }
        return BuiltInMaterializations.entry(of: name)
    }

    /// Runs the macro in a context of its own, as dbt does.
    func run(by macro: MacroEntry) throws(PipelineError) -> Outcome {
        guard let shared = scope.execution else { return Outcome() }
        let transaction = OperationTransaction(engine, knowsRelations: true)
        defer {
            // What the macro did not commit is not kept.
            transaction.end()
            engine.forget()
        }
        if let header = try node.configuration.string("sql_header") {
            _ = try engine.run(try scope.render(header, name: node.file))
        }
        let inner = RenderScope(
            session: scope.session, subject: try subject(shared),
            mode: .execute(Execution(sharing: shared, transaction: transaction)))
        defer { inner.finish() }
        let answer = try inner.value(of: macro)
        guard let relations = answer.dict?["relations"]?.elements,
            relations.allSatisfy({ $0.relation != nil })
        else {
            throw PipelineError(
                .template,
                "The materialization (\"\(macro.name)\") did not explicitly return a list of "
                    + "relations to add to the cache.", file: macro.file, line: macro.line,
                hint: "Its last line is {{ return({'relations': [this]}) }}.")
        }
        guard let main = inner.state.withLock({ $0.results["main"] ?? nil }) else {
            throw PipelineError(
                .template, "main is not being called during running model", file: macro.file,
                line: macro.line, hint: "Write {% call statement('main') %}…{% endcall %}.")
        }
        if node.kind == .test { return try verdict(main) }
        let message = main.response.pythonText
        return Outcome(message: message, response: AdapterResponse(message: message))
    }

    private func subject(_ execution: Execution) throws(PipelineError) -> Subject {
        var subject = Subject(node: node)
        subject.batch = scope.subject.batch
        let text = Jinja.Value.string(sql)
        var extra: [String: Jinja.Value] = [
            "sql": text, "compiled_code": text, "pre_hooks": Self.value(node.hooks.before),
            "post_hooks": Self.value(node.hooks.after),
        ]
        let facts = Manifest(execution.project, compiled: [node.id: sql])
            .facts(node, leavesOutNull: true)
        if let dict = facts.dict {
            dict["compiled_code"] = text
            dict["compiled_sql"] = text
            dict["language"] = "sql"
            if let batch = scope.subject.batch { dict["batch"] = batch.facts }
        }
        extra["model"] = facts
        if let contract = try keptContract() {
            extra["_contract"] = .dict(
                Dict([
                    "definition": .string(contract.definition),
                    "columns": .string(contract.columnList),
                ]))
        }
        subject.extra = extra
        return subject
    }

    private static func value(_ hooks: [Hook]) -> Jinja.Value {
        Jinja.Value(
            hooks.map { hook in
                .dict(
                    Dict([
                        "sql": .string(hook.sql), "transaction": .bool(hook.insideTransaction),
                        "index": .none,
                    ]))
            })
    }

    /// What a test's own statement says: the rows found, and whether they warn or fail.
    private func verdict(_ main: StatementResult) throws(PipelineError) -> Outcome {
        func cell(_ name: String) -> Jinja.Value? {
            main.names.firstIndex { $0.lowercased() == name }.flatMap { main.rows.first?[$0] }
        }
        guard main.rows.count == 1, let found = cell("failures")?.numeric,
            let warns = cell("should_warn"), let fails = cell("should_error")
        else {
            throw PipelineError(
                .template,
                "the statement 'main' of a test gives one row of failures, should_warn "
                    + "and should_error")
        }
        return try outcome(
            failures: Int(found), shouldWarn: (try? warns.truth()) ?? false,
            shouldFail: (try? fails.truth()) ?? false)
    }
}

extension RenderScope {
    /// What a macro returns.
    func value(of macro: MacroEntry) throws(PipelineError) -> Jinja.Value {
        do {
            guard let function = macro.bind(in: context) else { return .none }
            return try function.call(Arguments())
        } catch {
            throw PipelineError(error)
        }
    }
}
