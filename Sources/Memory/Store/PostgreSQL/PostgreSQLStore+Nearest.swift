public import Foundation
import PostgreSQL

/// The nearest vectors of a namespace: exactly, unless somebody made an index for it.
extension PostgreSQLStore {
    public func nearest(to vector: [Float], namespace: String, model: String, limit: Int)
        throws(MemoryError) -> [(id: UUID, similarity: Double)]
    {
        guard let vectorSchema else {
            return try nearestHere(to: vector, namespace: namespace, model: model, limit: limit)
        }
        return try server.run { connection, _ in
            let near = PostgresQuery(
                unescaped: "OPERATOR(\(PostgresIdentifier.quote(vectorSchema)).<#>)")
            let type = PostgresQuery(
                unescaped: "\(PostgresIdentifier.quote(vectorSchema)).vector")
            // All vectors of the namespace, then the best: an index over all namespaces would give
            // its nearest first and filter them afterwards, and so lose what belongs here.
            return try connection.query(
                """
                SELECT memory_id, near FROM (
                    SELECT memory_id, -(vector \(near) \(vector)::\(type)) AS near
                    FROM dormouse.embedding
                    WHERE namespace = \(namespace) AND model = \(model) OFFSET 0
                ) scanned
                ORDER BY near DESC, memory_id LIMIT \(limit)
                """
            ).rows.map { (try $0.decode(0), try $0.decode(1)) }
        }
    }

    /// The same where the server has no vectors of its own: they are brought here.
    private func nearestHere(to vector: [Float], namespace: String, model: String, limit: Int)
        throws(MemoryError) -> [(id: UUID, similarity: Double)]
    {
        try server.run { connection, _ in
            let result = try connection.query(
                """
                SELECT memory_id, vector FROM dormouse.embedding
                WHERE namespace = \(namespace) AND model = \(model)
                """)
            var found: [(id: UUID, similarity: Double)] = []
            for row in result.rows {
                let other: [Float] = try row.decode(1)
                guard other.count == vector.count else { continue }
                var sum: Float = 0
                for (left, right) in zip(vector, other) { sum += left * right }
                found.append((try row.decode(0), Double(sum)))
            }
            found.sort {
                $0.similarity == $1.similarity
                    ? $0.id < $1.id : $0.similarity > $1.similarity
            }
            return Array(found.prefix(limit))
        }
    }

    /// The nearest within what a question is bounded to, for candidates.
    func nearest(
        to vector: [Float], _ search: CandidateSearch, _ connection: BlockingConnection
    ) throws -> [UUID] {
        guard let vectorSchema else {
            return try nearest(
                to: vector, namespace: search.namespace, model: search.model, limit: search.reach
            ).map(\.id)
        }
        let schema = PostgresIdentifier.quote(vectorSchema)
        if let found = try nearestByIndex(vector, search, schema, connection) { return found }
        let near = PostgresQuery(unescaped: "OPERATOR(\(schema).<#>)")
        let type = PostgresQuery(unescaped: "\(schema).vector")
        return try connection.query(
            """
            SELECT memory_id FROM (
                SELECT e.memory_id, e.vector \(near) \(vector)::\(type) AS distance
                FROM dormouse.embedding e JOIN dormouse.memory m ON m.id = e.memory_id
                WHERE e.namespace = \(search.namespace) AND e.model = \(search.model)
                    AND \(Self.bounds(search)) OFFSET 0
            ) scanned ORDER BY distance, memory_id LIMIT \(search.reach)
            """
        ).values()
    }

    /// The memories whose passages after the first are nearest.
    func nearestPassages(
        to vector: [Float], _ search: CandidateSearch, _ connection: BlockingConnection
    ) throws -> [UUID] {
        let near: PostgresQuery
        if let vectorSchema {
            let quoted = PostgresIdentifier.quote(vectorSchema)
            let product = PostgresQuery(unescaped: "OPERATOR(\(quoted).<#>)")
            let type = PostgresQuery(unescaped: "\(quoted).vector")
            near = "p.vector \(product) \(vector)::\(type)"
        } else {
            near = "(SELECT -sum(a * b) FROM unnest(p.vector, \(vector)::real[]) AS pair (a, b))"
        }
        return try connection.query(
            """
            SELECT memory_id FROM (
                SELECT p.memory_id, \(near) AS distance
                FROM dormouse.passage p JOIN dormouse.memory m ON m.id = p.memory_id
                WHERE p.namespace = \(search.namespace) AND p.model = \(search.model)
                    AND \(Self.bounds(search)) OFFSET 0
            ) scanned ORDER BY distance, memory_id LIMIT \(search.reach)
            """
        ).values()
    }

    /// The same by the namespace's own approximate index; nil where it has none, or where the index
    /// gave up before it had found enough.
    private func nearestByIndex(
        _ vector: [Float], _ search: CandidateSearch, _ schema: String,
        _ connection: BlockingConnection
    ) throws -> [UUID]? {
        // What bounds a question is filtered after the index: that needs pgvector's iterative scans.
        let isIndexed: Bool = try connection.query(
            """
            SELECT EXISTS (
                SELECT FROM pg_index i, pg_extension e
                WHERE i.indexrelid = to_regclass('dormouse.'
                        || dormouse.vector_index_name(\(search.namespace), \(search.model)))
                    AND i.indisvalid AND e.extname = 'vector'
                    AND string_to_array(e.extversion, '.')::integer[] >= ARRAY[0, 8])
            """
        ).value()
        guard isIndexed else { return nil }
        try connection.query(
            """
            SELECT set_config('hnsw.iterative_scan', 'strict_order', true),
                set_config('hnsw.ef_search', \("\(min(1000, search.reach + 100))"), true)
            """)
        let far = PostgresQuery(unescaped: "OPERATOR(\(schema).<=>)")
        let type = PostgresQuery(unescaped: "\(schema).vector(\(search.dimensions))")
        let found = try connection.query(
            """
            SELECT e.memory_id FROM dormouse.embedding e JOIN dormouse.memory m ON m.id = e.memory_id
            WHERE e.namespace = \(search.namespace) AND e.model = \(search.model)
                AND \(Self.bounds(search))
            ORDER BY (e.vector::\(type)) \(far) \(vector)::\(type) LIMIT \(search.reach)
            """
        ).values(0, as: UUID.self)
        return found.count < search.reach ? nil : found
    }
}
