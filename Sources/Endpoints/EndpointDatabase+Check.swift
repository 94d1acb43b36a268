public import JSON
import PostgreSQL
import Synchronization

extension EndpointDatabase {
    /// A column of an endpoint's rows.
    public struct Column: Sendable {
        public let name: String
        /// JSON Schema of its values.
        public let schema: JSON
    }

    /// Asks the database what it makes of each endpoint, and runs none.
    ///
    /// - Returns: the columns of each, by name.
    /// - Throws: `declaration` for the first that cannot be asked, or that would write;
    ///   `unavailable` where the database cannot be reached.
    public func check() async throws(EndpointError) -> [String: [Column]] {
        var columns: [String: [Column]] = [:]
        for endpoint in configuration.endpoints {
            columns[endpoint.name] = try await check(endpoint)
        }
        return columns
    }

    func check(_ endpoint: DeclaredEndpoint) async throws(EndpointError) -> [Column] {
        let declared = Dictionary(uniqueKeysWithValues: endpoint.parameters.map { ($0.name, $0) })
        let query: PostgresQuery = """
            SELECT * FROM (
            \(endpoint.statement.query(declared, [:]))
            ) AS answer LIMIT 0
            """
        let settings = self.settings(of: endpoint)
        let (found, volatile): ([PostgresColumn], String?)
        do {
            (found, volatile) = try await pool.transaction(.readOnly) { connection in
                try await connection.query(settings)
                return (
                    try await connection.query(query).columns,
                    try await VolatileCalls(connection).first(in: endpoint.statement.mentions)
                )
            }
        } catch let error as PostgreSQLError {
            throw Self.refusal(endpoint, error)
        } catch {
            throw EndpointError(.failed, String(describing: error))
        }
        if let volatile {
            throw EndpointError(
                .declaration,
                "the endpoint '\(endpoint.name)' must read: \(volatile)")
        }
        for (index, column) in found.enumerated() {
            if column.name == "?column?" {
                throw EndpointError(
                    .declaration,
                    "the endpoint '\(endpoint.name)': column \(index + 1) has no name; give it one "
                        + "with AS")
            }
            if found[..<index].contains(where: { $0.name == column.name }) {
                throw EndpointError(
                    .declaration,
                    "the endpoint '\(endpoint.name)' has two columns named '\(column.name)'")
            }
        }
        good.withLock { _ = $0.insert(endpoint.name) }
        return found.map { Column(name: $0.name, schema: Self.schema(of: $0.type)) }
    }

    private static func refusal(_ endpoint: DeclaredEndpoint, _ error: PostgreSQLError)
        -> EndpointError
    {
        if error.isConnectionFailure || error.code == .poolTimeout {
            return EndpointError(
                .unavailable, "the database of the endpoints cannot be reached: \(error.message)")
        }
        let name = endpoint.name
        // A WITH that inserts, updates or deletes cannot stand where only a query can.
        if error.code == .readOnly || error.message.contains("data-modifying") {
            return EndpointError(
                .declaration, "the endpoint '\(name)' must read: its SQL writes (\(error.message))")
        }
        return EndpointError(
            .declaration, "the endpoint '\(name)' cannot be asked: \(error.message)",
            cause: error.hint)
    }

    private static func schema(of type: PostgresType) -> JSON {
        switch type {
        case .bool: ["type": ["boolean", "null"]]
        case .int2, .int4, .int8, .oid: ["type": ["integer", "null"]]
        case .float4, .float8, .numeric: ["type": ["number", "string", "null"]]
        case .json, .jsonb: [:]
        case .uuid: ["type": ["string", "null"], "format": "uuid"]
        case .array: ["type": ["array", "null"]]
        default: ["type": ["string", "null"]]
        }
    }
}
