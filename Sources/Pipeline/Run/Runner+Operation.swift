public import Jinja

extension Runner {
    /// Calls a macro of the project: `name` or `package.name`.
    ///
    /// - Returns: one result; that of a macro that failed has its error.
    /// - Throws: code `.missingReference` where there is no such macro.
    public func runOperation(
        _ name: String, arguments: [String: Jinja.Value] = [:]
    ) throws(PipelineError) -> RunReport {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        let macros = project.session.macros
        let found =
            parts.count == 2
            ? macros.find(parts[1], in: parts[0]) : macros.find(name, for: project.name)
        guard let macro = found else {
            throw PipelineError(
                .missingReference, "there is no macro '\(name)'",
                hint: suggestion(for: name, among: macros.names(for: project.name)))
        }
        let start = options.now()
        let started = options.date()
        var failure: PipelineError?
        do throws(PipelineError) {
            try call(macro, arguments: arguments)
        } catch {
            failure = error.located(node: name)
        }
        var result = NodeResult(
            id: MacroUses.id(macro), name: macro.name, kind: .operation, materialization: .none,
            relation: nil, status: failure == nil ? .success : .error, message: "", error: failure)
        result.failures = failure == nil ? 0 : 1
        result.thread = "MainThread"
        result.timing.execute = NodeTiming.Span(started: started, completed: options.date())
        result.duration = options.now() - start
        return RunReport(results: [result], duration: result.duration)
    }

    private func call(
        _ macro: MacroEntry, arguments: [String: Jinja.Value]
    ) throws(PipelineError) {
        let engine = Engine(connection)
        let transaction = OperationTransaction(engine, knowsRelations: false)
        defer { transaction.end() }
        var subject = Subject()
        subject.name = macro.name
        subject.package = macro.package == MacroLibrary.builtIn ? nil : macro.package
        let scope = RenderScope(
            session: session(fullRefresh: false), subject: subject,
            mode: .execute(execution(engine, transaction: transaction)))
        defer { scope.finish() }
        let named = arguments.keys.sorted().map { (name: $0, value: arguments[$0] ?? .none) }
        _ = try scope.call(macro, named: named)
    }
}
