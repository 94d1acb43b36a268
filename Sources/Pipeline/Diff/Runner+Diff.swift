internal import DuckDB
internal import Jinja

extension Runner {
    /// Compares the rows of a node in two states.
    ///
    /// - Parameters:
    ///   - key: the columns that make a row; nil takes the node's own `unique_key`, primary key or
    ///     tested unique columns, and without any of these rows are compared whole, as often as
    ///     they occur.
    ///   - samples: how many rows of each kind to fetch.
    /// - Throws: code `.configuration` for a key that is no column of both sides, `.database` where
    ///   a side cannot be read.
    public func difference(
        of node: Node, before: DiffSide, after: DiffSide, key: [String]? = nil, samples: Int = 0
    ) throws(PipelineError) -> RelationDiff {
        do throws(PipelineError) {
            var columns = key ?? []
            if key == nil { columns = try self.key(of: node) }
            let query = try DiffQuery(
                node: node, before: before, after: after, engine: Engine(connection),
                key: columns, isKeyAsked: key != nil)
            return try query.run(samples: samples)
        } catch {
            throw error.located(node: node.name)
        }
    }

    private func key(of node: Node) throws(PipelineError) -> [String] {
        let own = try node.configuration.strings("unique_key")
        return own.isEmpty ? Manifest(project).primaryKey(of: node) : own
    }

    /// The SQL of a node as it would be built from nothing, for comparing it with what is there.
    public func query(of node: Node) throws(PipelineError) -> String {
        let compiler = compiler(engine: Engine(connection), fullRefresh: true)
        let scope = compiler.scope(for: node)
        defer { scope.finish() }
        do {
            return try compiler.compile(node, in: scope).sql
        } catch {
            throw error.located(file: node.file, node: node.name)
        }
    }
}
