public import DuckDB
internal import Jinja

/// The rows of a query, as texts.
public struct QueryRows: Sendable {
    public let columns: [String]
    /// The types, as DuckDB names them.
    public let types: [String]
    public let rows: [[DuckDB.Value]]
}

extension Runner {
    /// The SQL of a template that is no file of the project: `--inline`.
    public func compile(inline text: String) throws(PipelineError) -> CompiledNode {
        let node = try inlineNode(text)
        let compiler = compiler(engine: Engine(connection), fullRefresh: false)
        var subject = Subject(node: node)
        subject.parents = nil
        let scope = RenderScope(
            session: session(fullRefresh: false), subject: subject,
            mode: .execute(execution(Engine(connection))))
        defer { scope.finish() }
        do {
            return try compiler.compile(node, in: scope)
        } catch {
            throw error.located(file: "--inline", node: nil)
        }
    }

    /// A query that is no template: `--inline-direct`.
    public func query(_ sql: String) -> CompiledNode {
        CompiledNode(
            id: "direct-query", name: "direct-query", file: "--inline-direct", sql: sql)
    }

    private func inlineNode(_ text: String) throws(PipelineError) -> Node {
        let template: Template
        do {
            template = try TemplateEnvironment.shared.template(text, name: "--inline")
        } catch {
            throw PipelineError(error)
        }
        return Node(
            id: "sql_operation.\(project.name).inline_query", kind: .analysis,
            name: "inline_query", package: project.name, path: "sql/inline_query", prefix: "",
            line: 1,
            fqn: [project.name, "sql", "inline_query"], code: text,
            configuration: Configuration(), description: "", columns: [], tags: [],
            relation: Relation(
                database: profile.database, schema: profile.schema, identifier: "inline_query"),
            test: nil, materialization: .none, template: template)
    }

    /// The first rows of a node's query, after its `sql_header`.
    ///
    /// - Parameter limit: how many; nil for all.
    public func rows(of compiled: CompiledNode, limit: Int?) throws(PipelineError) -> QueryRows {
        let sql = compiled.sql
        let engine = Engine(connection)
        if let node = project.node(compiled.id),
            let header = try node.configuration.string("sql_header")
        {
            let scope = RenderScope(
                session: session(fullRefresh: false), subject: Subject(node: node),
                mode: .execute(execution(engine)))
            defer { scope.finish() }
            _ = try engine.run(try scope.render(header, name: node.file))
        }
        let tail = limit.map { "\nlimit \($0)" } ?? ""
        let statement = "select * from (\n\(sql)\n) as model_limit_subq\(tail)"
        let result: DuckDB.Result
        do {
            result = try engine.connection.query(statement, [])
        } catch {
            throw PipelineError(error, statement: statement, linesBefore: 1, compiled: sql)
        }
        return QueryRows(
            columns: result.columns.map(\.name),
            types: result.columns.map { String(describing: $0.type) },
            rows: result.rows.map(\.values))
    }

    /// What `run_results.json` says of nodes whose rows were shown.
    public func report(showing compiled: [CompiledNode]) -> RunReport {
        RunReport(
            results: compiled.map { node in
                var result = NodeResult(
                    id: node.id, name: node.name, kind: project.node(node.id)?.kind ?? .analysis,
                    materialization: .none, relation: nil, status: .success, message: "")
                result.compiledCode = node.sql
                return result
            }, duration: .zero)
    }
}
