internal import CPostgreSQL
import PostgreSQL

/// libpq as it is, to compare with.
final class RawConnection {
    private let raw: OpaquePointer?

    init(_ configuration: ConnectionConfiguration) throws {
        let host = configuration.hosts.first
        let words = [
            ("host", host?.name), ("port", host?.port.map { String($0) }),
            ("dbname", configuration.database), ("user", configuration.user),
            ("password", configuration.password), ("sslmode", configuration.tls?.rawValue),
        ].compactMap { name, value in
            value.map { value in
                let escaped = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
                return "\(name)='\(escaped)'"
            }
        }
        raw = PQconnectdb(words.joined(separator: " "))
        guard PQstatus(raw) == CONNECTION_OK else {
            throw HybridError("libpq could not connect for the comparison")
        }
    }

    deinit { PQfinish(raw) }

    func select() throws {
        let result = PQexecParams(raw, "SELECT 1", 0, nil, nil, nil, nil, 1)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw HybridError("libpq's query failed in the comparison")
        }
    }
}
