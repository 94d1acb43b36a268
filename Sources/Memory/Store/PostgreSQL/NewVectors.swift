import Foundation
import PostgreSQL

/// Vectors that were made of memories, end to end, on their way to the server.
struct NewVectors: Sendable {
    let ids: [UUID]
    let vectors: [Float]
    let model: String

    var count: Int { ids.count }
    /// Of each vector.
    var length: Int { ids.isEmpty ? 0 : vectors.count / ids.count }

    subscript(range: Range<Int>) -> NewVectors {
        NewVectors(
            ids: Array(ids[range]),
            vectors: Array(vectors[range.lowerBound * length..<range.upperBound * length]),
            model: model)
    }

    /// Copies straight into the table, as long as COPY alone would take and the foreign keys.
    ///
    /// - Returns: false, with nothing kept, where a memory is gone or has its vector already: COPY
    ///   knows neither.
    func copyStraight(to connection: BlockingConnection) throws -> Bool {
        do {
            return try connection.transaction { () throws -> Bool in
                let namespaces = try namespaces(connection)
                guard namespaces.count == count else { return false }
                let target = CopyTarget(
                    "embedding", schema: "dormouse",
                    columns: ["memory_id", "namespace", "model", "vector"])
                try connection.copy(into: target) { rows in
                    for place in 0..<count {
                        guard let namespace = namespaces[ids[place]] else { continue }
                        try rows.write([
                            .uuid(ids[place]), .string(namespace), .string(model), vector(place),
                        ])
                    }
                }
                return true
            }
        } catch let error as PostgreSQLError
            where [.uniqueViolation, .foreignKeyViolation, .deadlock].contains(error.code)
        {
            return false
        }
    }

    /// The namespace of each memory that is there.
    private func namespaces(_ connection: BlockingConnection) throws -> [UUID: String] {
        let found = try connection.query(
            "SELECT id, namespace FROM dormouse.memory WHERE id = ANY (\(ids))")
        var namespaces: [UUID: String] = [:]
        for row in found.rows { namespaces[try row.decode(0)] = try row.decode(1, as: String.self) }
        return namespaces
    }

    /// Copies into a table for the moment and takes over from there what is wanted.
    func copyStaged(to connection: BlockingConnection) throws {
        try connection.query(
            """
            CREATE TEMPORARY TABLE dormouse_vectors ON COMMIT DROP AS
            SELECT memory_id, vector FROM dormouse.embedding WITH NO DATA
            """)
        try connection.copy(into: CopyTarget("dormouse_vectors")) { rows in
            for place in 0..<count { try rows.write([.uuid(ids[place]), vector(place)]) }
        }
        try connection.query(
            """
            INSERT INTO dormouse.embedding (memory_id, namespace, model, vector)
            SELECT m.id, m.namespace, \(model), t.vector
            FROM dormouse_vectors t JOIN dormouse.memory m ON m.id = t.memory_id
            ORDER BY 1 ON CONFLICT DO NOTHING
            """)
    }

    private func vector(_ place: Int) -> PostgresValue {
        .vector(Array(vectors[place * length..<(place + 1) * length]))
    }
}
