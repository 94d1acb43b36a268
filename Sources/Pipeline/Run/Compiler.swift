internal import Foundation
internal import Synchronization

/// A node's SQL, ready to run.
public struct CompiledNode: Sendable {
    public let id: String
    public let name: String
    public let file: String
    /// The SQL with the ephemeral models it uses in front.
    public let sql: String
}

/// Renders nodes to SQL and puts ephemeral models into those that use them.
final class Compiler {
    private let session: Session
    private let execution: Execution
    private let directory: URL?
    /// What ephemeral models were rendered to, with the ephemeral models they use.
    private var ephemerals: [String: (sql: String, uses: [String])] = [:]

    init(session: Session, execution: Execution, directory: URL?) {
        self.session = session
        self.execution = execution
        self.directory = directory
    }

    /// A scope for a node's templates; the caller finishes it.
    func scope(for node: Node) -> RenderScope {
        RenderScope(session: session, subject: Subject(node: node), mode: .execute(execution))
    }

    /// A scope for one batch of a microbatch model.
    func scope(for node: Node, batch: Batch) -> RenderScope {
        var subject = Subject(node: node)
        subject.batch = batch
        return RenderScope(session: session, subject: subject, mode: .execute(execution))
    }

    /// A node's SQL.
    func compile(_ node: Node, in scope: RenderScope) throws(PipelineError) -> CompiledNode {
        if node.isPython {
            // What it reads has been seen; it is no template itself.
            let compiled = CompiledNode(
                id: node.id, name: node.name, file: node.file, sql: node.code)
            try write(compiled, of: node)
            return compiled
        }
        let (own, uses) = try render(node, in: scope)
        var expressions: [(name: String, query: String)] = []
        var seen: Set<String> = []
        for id in uses {
            if let test = node.unitTest {
                expressions.append(try fixture(for: id, of: test, node))
            } else {
                try collect(id, into: &expressions, seen: &seen)
            }
        }
        let sql = CommonTableExpressions.inject(expressions, into: own)
        let compiled = CompiledNode(id: node.id, name: node.name, file: node.file, sql: sql)
        try write(compiled, of: node)
        return compiled
    }

    private func render(
        _ node: Node, in scope: RenderScope
    ) throws(PipelineError) -> (sql: String, uses: [String]) {
        let text: String
        if let test = node.test {
            text = try scope.render(test)
        } else if let template = node.template {
            text = try scope.render(template)
        } else {
            text = ""
        }
        return (Engine.trimmed(text), scope.state.withLock { $0.ephemerals })
    }

    /// The ephemeral models behind one, those it uses first.
    private func collect(
        _ id: String, into expressions: inout [(name: String, query: String)],
        seen: inout Set<String>
    ) throws(PipelineError) {
        guard seen.insert(id).inserted, let node = execution.project.node(id) else { return }
        let rendered: (sql: String, uses: [String])
        if let known = ephemerals[id] {
            rendered = known
        } else {
            let scope = scope(for: node)
            defer { scope.finish() }
            do {
                rendered = try render(node, in: scope)
            } catch {
                throw error.located(file: node.file, node: node.name)
            }
            ephemerals[id] = rendered
        }
        for id in rendered.uses { try collect(id, into: &expressions, seen: &seen) }
        let name = CommonTableExpressions.name(of: node.relation.identifier ?? node.name)
        expressions.append((name, rendered.sql))
    }

    /// The rows that a unit test gives in the place of a node or source.
    private func fixture(
        for id: String, of test: UnitTest, _ node: Node
    ) throws(PipelineError) -> (name: String, query: String) {
        let project = execution.project
        let replaced = project.node(id)
        guard let input = try test.input(for: id, in: project, package: node.package),
            let relation = replaced?.relation ?? project.source(id)?.relation
        else { return (id, "") }
        let rows = try UnitTestFixtures(test: node.name, engine: execution.engine)
            .query(input.rows, like: relation) { () throws(PipelineError) in
                guard let replaced, replaced.kind == .seed else {
                    throw PipelineError(
                        .configuration, "the input \(input.written) of '\(node.name)' has no rows",
                        hint: "Only the rows of a seed need not be given.")
                }
                let files = try ProjectFiles(directory: project.directory, folders: [])
                return try CSVFile(try files.read(replaced.file), file: replaced.file)
            }
        return (RenderScope.inputName(id, in: project), rows)
    }

    private func write(_ compiled: CompiledNode, of node: Node) throws(PipelineError) {
        guard let directory else { return }
        try ArtifactFolder(directory).note(compiled.sql, as: "compiled/" + node.compiledPath)
    }
}
