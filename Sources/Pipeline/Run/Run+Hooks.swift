internal import DuckDB
internal import Jinja

extension Run {
    /// Runs the hooks of the project and then those of the packages by name; after one that fails
    /// the rest is skipped.
    func runHooks(
        _ path: KeyPath<ProjectFile, [Hook]>, key: String, results: [NodeResult]
    ) -> [NodeResult] {
        var ended: [NodeResult] = []
        let packages = runner.project.packages
        let own = runner.project.file.name
        let count = packages.map { $0.file[keyPath: path].count }.reduce(0, +)
        for package in packages.filter({ $0.name == own }) + packages.filter({ $0.name != own }) {
            for (index, hook) in package.file[keyPath: path].enumerated() {
                let isSkipped = ended.contains { $0.status == .error }
                let place = HookPlace(
                    package: package, key: key, index: index, count: ended.count)
                if isSkipped {
                    ended.append(place.result(.skipped))
                    continue
                }
                let number = ended.count + 1
                let result = run(hook, place, results: results) {
                    runner.onEvent(
                        .hookStarted(id: place.id, label: place.label, index: number, count: count))
                }
                runner.onEvent(
                    .hookFinished(result, label: place.label, index: number, count: count))
                ended.append(result)
            }
        }
        return ended
    }

    /// Which of the project's hooks one is.
    private struct HookPlace {
        let package: Package
        let key: String
        let index: Int
        /// How many hooks came before it, of all packages.
        let count: Int

        var file: String { package.prefix + ProjectFile.fileName }

        var name: String { "\(package.name)-\(key)-\(index)" }
        var id: String { "operation.\(package.name).\(name)" }
        /// As dbt calls it in what it says.
        var label: String { "\(package.name).\(key).\(count)" }

        func result(_ status: NodeResult.Status, error: PipelineError? = nil) -> NodeResult {
            let message =
                switch status {
                case .success: "\(label) passed"
                case .skipped: "\(label) skipped"
                default: "\(label) failed, error:\n \(error?.message ?? "")"
                }
            var result = NodeResult(
                id: id, name: name, kind: .operation,
                materialization: .none, relation: nil, status: status, message: message,
                error: error)
            result.thread = "main"
            result.failures = status == .success ? 0 : 1
            return result
        }
    }

    /// - Parameter begin: called when its statement is known, as dbt tells of it then.
    private func run(
        _ hook: Hook, _ place: HookPlace, results: [NodeResult], begin: () -> Void
    ) -> NodeResult {
        let start = runner.options.now()
        var subject = Subject()
        subject.file = place.file
        subject.package = place.package.name
        subject.id = place.id
        subject.extra = hookNames(results)
        let scope = RenderScope(
            session: session, subject: subject, mode: .execute(runner.execution(engine)))
        defer { scope.finish() }
        var timing = NodeTiming()
        var result: NodeResult
        let compiling = runner.options.date()
        let rendered = Swift.Result { () throws(PipelineError) in
            Engine.trimmed(try scope.render(hook.sql, name: place.key))
        }
        begin()
        do throws(PipelineError) {
            let statement = try rendered.get()
            let running = runner.options.date()
            timing.compile = NodeTiming.Span(started: compiling, completed: running)
            if !statement.isEmpty { _ = try engine.run(statement) }
            timing.execute = NodeTiming.Span(started: running, completed: runner.options.date())
            result = place.result(.success)
        } catch {
            result = place.result(.error, error: error.located(file: place.file, node: place.key))
        }
        result.timing = timing
        result.duration = runner.options.now() - start
        return result
    }

    /// `results`, `schemas` and `database_schemas` of the last hooks.
    private func hookNames(_ results: [NodeResult]) -> [String: Jinja.Value] {
        let relations = results.filter { ![.error, .fail, .skipped].contains($0.status) }
            .compactMap { result -> Relation? in
                guard let node = runner.project.node(result.id) else { return nil }
                let isKept = try? node.storedFailures(byDefault: session.storeFailures) != nil
                return !node.isTest || isKept == true ? node.relation : nil
            }
        var pairs: [[String]] = []
        for relation in relations {
            let pair = [relation.database ?? "", relation.schema ?? ""]
            if !pairs.contains(pair) { pairs.append(pair) }
        }
        return [
            "schemas": Jinja.Value(unique(relations.compactMap(\.schema)).sorted()),
            "database_schemas": Jinja.Value(
                pairs.map { pair in Jinja.Value(tuple: pair.map { .string($0) }) }),
            "results": Jinja.Value(
                results.map { $0.facts(of: runner.project.node($0.id)) }
                    + ConsumerOutcome.all(
                        of: results.isEmpty ? [] : runner.options.consumers, in: runner.project,
                        after: results
                    ).map { $0.facts(in: runner.project) }),
        ]
    }
}

extension NodeResult {
    /// An element of `results`, as the last hooks see it.
    func facts(of node: Node?) -> Jinja.Value {
        let seconds =
            Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        let spans = [("compile", timing.compile), ("execute", timing.execute)].compactMap {
            (name, span) -> Jinja.Value? in
            guard let span else { return nil }
            return .dict(
                Dict([
                    "name": .string(name), "started_at": .object(DateTimeObject(span.started)),
                    "completed_at": .object(DateTimeObject(span.completed)),
                ]))
        }
        let answer = Dict()
        if let response {
            answer["_message"] = .string(response.message)
            if let code = response.code { answer["code"] = .string(code) }
            if let rows = response.rowsAffected { answer["rows_affected"] = .int(rows) }
        }
        return .dict(
            Dict([
                "status": .string(status.rawValue),
                "message": message.isEmpty ? .none : .string(message),
                "failures": failures.map { .int($0) } ?? .none,
                "node": node?.facts ?? .none, "unique_id": .string(id),
                "execution_time": .double(seconds), "thread_id": .string(thread),
                "timing": Jinja.Value(spans), "adapter_response": .dict(answer),
            ]))
    }
}
