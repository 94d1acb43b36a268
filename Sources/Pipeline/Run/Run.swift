internal import DuckDB
internal import Jinja

/// One run under way: which nodes are left, which have failed.
struct Run {
    private let runner: Runner
    private let engine: Engine
    private let compiler: Compiler
    private let files: ProjectFiles
    private let places: [Int]
    private let fullRefresh: Bool
    private var results: [NodeResult] = []
    private var errors: [PipelineError] = []
    /// Nodes after which what depends on them is not run.
    private var blocked: Set<Int> = []
    private var isStopped = false

    init(_ runner: Runner, places: [Int], _ fullRefresh: Bool) throws(PipelineError) {
        self.runner = runner
        self.places = places
        self.fullRefresh = fullRefresh
        engine = Engine(runner.connection)
        compiler = runner.compiler(engine: engine, fullRefresh: fullRefresh)
        files = try ProjectFiles(directory: runner.project.directory, folders: [])
    }

    mutating func perform(interleavingTests: Bool) throws(PipelineError) -> RunReport {
        let start = runner.options.now()
        for warning in runner.project.warnings { runner.onEvent(.warning(warning)) }
        runner.onEvent(.started(count: places.count))
        let order = interleavingTests ? interleaved() : places
        if !order.isEmpty {
            try createSchemas()
            try runHooks(\.onRunStart, key: "on-run-start")
        }
        for (index, place) in order.enumerated() { perform(place, index + 1, order.count) }
        if !order.isEmpty {
            do throws(PipelineError) {
                try runHooks(\.onRunEnd, key: "on-run-end")
            } catch {
                errors.append(error)
            }
        }
        let report = RunReport(
            results: results, errors: errors, duration: runner.options.now() - start)
        runner.onEvent(.finished(report))
        return report
    }

    /// Each test directly after the last of the nodes it reads.
    private func interleaved() -> [Int] {
        let graph = runner.project.graph
        let tests = places.filter { runner.project.nodes[$0].kind == .test }
        let others = places.filter { runner.project.nodes[$0].kind != .test }
        var due: [Int: [Int]] = [:]
        var first: [Int] = []
        for test in tests {
            let last = graph.parents[test].filter(Set(others).contains).max()
            if let last { due[last, default: []].append(test) } else { first.append(test) }
        }
        return first + others.flatMap { [$0] + (due[$0] ?? []) }
    }

    private func createSchemas() throws(PipelineError) {
        for place in places {
            let node = runner.project.nodes[place]
            guard node.materialization.makesRelation else { continue }
            do {
                try engine.createSchema(of: node.relation)
            } catch {
                throw error.located(file: node.file, node: node.name)
            }
        }
    }

    // MARK: Nodes

    private mutating func perform(_ place: Int, _ index: Int, _ count: Int) {
        let node = runner.project.nodes[place]
        runner.onEvent(.nodeStarted(id: node.id, name: node.name, index: index, count: count))
        let start = runner.options.now()
        let result: NodeResult
        if let cause = obstacle(for: place) {
            blocked.insert(place)
            result = NodeResult(
                node, .skipped, message: cause, duration: runner.options.now() - start)
        } else {
            do throws(PipelineError) {
                let outcome = try build(node)
                result = NodeResult(
                    node, outcome.status, message: outcome.message, rows: outcome.rows,
                    rowsAdded: outcome.rowsAdded, duration: runner.options.now() - start)
            } catch {
                let located = error.located(file: node.file, line: nil, node: node.name)
                result = NodeResult(
                    node, .error, message: located.message,
                    duration: runner.options.now() - start, error: located)
            }
            if result.status == .error || result.status == .fail {
                blocked.insert(place)
                let isInterrupted = result.error?.code == .interrupted
                if runner.options.failFast || isInterrupted { isStopped = true }
            }
        }
        results.append(result)
        runner.onEvent(.nodeFinished(result, index: index, count: count))
    }

    /// Why a node cannot run: something above it has failed, or a test of what is above it.
    private func obstacle(for place: Int) -> String? {
        if isStopped { return "because the run was stopped" }
        if blocked.isEmpty { return nil }
        let project = runner.project
        let isTest = project.nodes[place].kind == .test
        let above = project.graph.ancestors(of: [place])
        for other in blocked.sorted() {
            let node = project.nodes[other]
            if node.kind != .test {
                if above.contains(other) { return "because '\(node.name)' failed or was skipped" }
                continue
            }
            // A test bars what comes after everything it reads; other tests still run.
            let read = project.graph.parents[other]
            if !isTest, !read.isEmpty, read.allSatisfy(above.contains),
                results.contains(where: { $0.id == node.id && $0.status != .skipped })
            {
                return "because the test '\(node.name)' failed"
            }
        }
        return nil
    }

    private func build(_ node: Node) throws(PipelineError) -> NodeRunner.Outcome {
        let scope = compiler.scope(for: node)
        defer { scope.finish() }
        let sql = node.kind == .seed ? "" : try compiler.compile(node, in: scope).sql
        if node.kind == .model, node.materialization != .ephemeral, sql.isEmpty {
            throw PipelineError(
                .template, "the model gives no SQL", hint: "A model is one SELECT statement.")
        }
        return try NodeRunner(engine: engine, node: node, scope: scope, sql: sql, files: files)
            .run()
    }

    // MARK: Hooks of the run

    /// Runs the hooks of the packages and then those of the project.
    private func runHooks(
        _ hooks: KeyPath<ProjectFile, [Hook]>, key: String
    ) throws(PipelineError) {
        for package in runner.project.packages where !package.file[keyPath: hooks].isEmpty {
            try runHooks(package.file[keyPath: hooks], of: package, key: key)
        }
    }

    private func runHooks(
        _ hooks: [Hook], of package: Package, key: String
    ) throws(PipelineError) {
        let file = package.prefix + ProjectFile.fileName
        var subject = Subject()
        subject.file = file
        subject.package = package.name
        let relations = places.map { runner.project.nodes[$0] }
            .filter { $0.materialization.makesRelation }.map(\.relation)
        let schemas = unique(relations.compactMap(\.schema)).sorted()
        subject.extra["schemas"] = Jinja.Value(schemas)
        var pairs: [[String]] = []
        for relation in relations {
            let pair = [relation.database ?? "", relation.schema ?? ""]
            if !pairs.contains(pair) { pairs.append(pair) }
        }
        subject.extra["database_schemas"] = Jinja.Value(
            pairs.map { pair in Jinja.Value(tuple: pair.map { .string($0) }) })
        subject.extra["results"] = Jinja.Value(results.map(\.facts))
        let scope = RenderScope(
            session: runner.session(fullRefresh: fullRefresh), subject: subject,
            mode: .execute(runner.execution(engine)))
        defer { scope.finish() }
        for hook in hooks {
            do {
                let statement = Engine.trimmed(try scope.render(hook.sql, name: key))
                if !statement.isEmpty { _ = try engine.run(statement) }
            } catch {
                throw error.located(file: file, node: key)
            }
        }
    }
}

extension NodeResult {
    init(
        _ node: Node, _ status: Status, message: String, rows: Int? = nil, rowsAdded: Int? = nil,
        duration: Duration, error: PipelineError? = nil
    ) {
        self.init(
            id: node.id, name: node.name, kind: node.kind, materialization: node.materialization,
            relation: node.kind == .test ? nil : node.relation, status: status, rows: rows,
            rowsAdded: rowsAdded, duration: duration, message: message, error: error)
    }

    /// An element of `results`, as the last hooks see it.
    var facts: Jinja.Value {
        .dict(
            Dict([
                "status": .string(status.rawValue), "message": .string(message),
                "failures": kind == .test ? rows.map { .int($0) } ?? .none : .none,
                "node": .dict(
                    Dict([
                        "unique_id": .string(id), "name": .string(name),
                        "resource_type": .string(kind.rawValue),
                        "relation_name": Jinja.Value(relation?.sql),
                    ])),
                "execution_time": .double(
                    Double(duration.components.seconds)
                        + Double(duration.components.attoseconds) / 1e18),
            ]))
    }
}
