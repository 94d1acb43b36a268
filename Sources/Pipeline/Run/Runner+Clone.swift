internal import Jinja

extension Runner {
    /// Makes views here of what an earlier run has left elsewhere: `clone`. DuckDB has no copies
    /// that take no room, so tables become views as well.
    ///
    /// - Parameter fullRefresh: whether what is here already is replaced.
    public func clone(
        select: [String] = [], exclude: [String] = [], fullRefresh: Bool = false
    ) throws(PipelineError) -> RunReport {
        try clone(
            ids: places([.model, .seed, .snapshot], select, exclude).map { project.nodes[$0].id },
            fullRefresh: fullRefresh)
    }

    /// The same of nodes that were chosen elsewhere.
    public func clone(ids: [String], fullRefresh: Bool = false) throws(PipelineError) -> RunReport {
        let started = options.now()
        let engine = Engine(connection)
        let nodes = ids.compactMap { project.node($0) }
            .filter { $0.materialization.makesRelation && $0.materialization != .tableFunction }
        onEvent(.started(count: nodes.count))
        var results: [NodeResult] = []
        for (place, node) in nodes.enumerated() {
            let start = options.now()
            onEvent(
                .nodeStarted(
                    id: node.id, name: node.name, index: place + 1, count: nodes.count))
            var result: NodeResult
            do throws(PipelineError) {
                let isMade = try clone(node, engine, fullRefresh: fullRefresh)
                result = NodeResult(node, .success, message: isMade ? "OK" : "No-op")
                result.response = AdapterResponse(message: isMade ? "OK" : "No-op")
            } catch {
                let located = error.located(file: node.file, line: nil, node: node.name)
                result = NodeResult(node, .error, message: located.message, error: located)
            }
            result.duration = options.now() - start
            results.append(result)
            onEvent(.nodeFinished(result, index: place + 1, count: nodes.count))
        }
        let report = RunReport(results: results, duration: options.now() - started)
        onEvent(.finished(report))
        return report
    }

    /// - Returns: whether there is anything new.
    private func clone(
        _ node: Node, _ engine: Engine, fullRefresh: Bool
    ) throws(PipelineError) -> Bool {
        func tell(_ text: String, _ id: String) { onEvent(.message(text, node: id)) }
        guard let other = options.deferral?.relation(of: node.id) else {
            tell("No relation found in state manifest for \(node.id)", node.id)
            return false
        }
        let existing = try engine.existing(node.relation)
        if let existing, !fullRefresh {
            tell("Relation \(existing) already exists", node.id)
            return false
        }
        try engine.createSchema(of: node.relation)
        if existing?.kind == .table { try engine.drop(node.relation) }
        _ = try engine.query(
            "create or replace view \(node.relation.sql) as (select * from \(other.sql))")
        engine.note(node.relation, .view)
        return true
    }
}
