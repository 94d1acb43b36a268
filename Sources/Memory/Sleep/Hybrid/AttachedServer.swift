import DuckDB
import Foundation
import PostgreSQL

/// The PostgreSQL database of the memories, attached to the DuckDB that sleep computes in, for as
/// long as something crosses and no longer: no connection is held while models run.
struct AttachedServer {
    let connection: Connection
    let configuration: ConnectionConfiguration
    let place: String

    /// What it is attached as, to be read only.
    static let source = "source_memories"
    /// What it is attached as to be written to.
    static let target = "write_back"
    private static let secret = "dormouse_store"

    /// Attaches, runs the body, and detaches.
    func attached<T>(as alias: String, readOnly: Bool, _ body: () throws -> T) throws(MemoryError)
        -> T
    {
        try attach(as: alias, readOnly: readOnly)
        return try reporting(place) {
            defer { try? connection.execute("DETACH \(quoteIdentifier(alias))") }
            return try body()
        }
    }

    /// Attaches for as long as the DuckDB is open. The schema `dormouse` is the one whose names
    /// need no schema before them.
    func attach(as alias: String, readOnly: Bool) throws(MemoryError) {
        try reporting(place) {
            do {
                try connection.execute("LOAD postgres_scanner")
            } catch {
                throw MemoryError(
                    .sleepFailed,
                    "DuckDB's extension postgres_scanner is missing, which reads PostgreSQL: run "
                        + "scripts/bootstrap demo, or name the folder of DuckDB's extensions in "
                        + "DORMOUSE_DUCKDB_EXTENSIONS")
            }
            try connection.execute(secretStatement)
            // Who holds the secret could attach the server once more, to be written to.
            defer { try? connection.execute("DROP SECRET IF EXISTS \(Self.secret)") }
            try? connection.execute("DETACH DATABASE IF EXISTS \(quoteIdentifier(alias))")
            do {
                try connection.execute(
                    "ATTACH \(quoteLiteral(further)) AS \(quoteIdentifier(alias)) "
                        + "(TYPE postgres, SECRET \(Self.secret), SCHEMA 'dormouse'"
                        + "\(readOnly ? ", READ_ONLY" : ""))")
            } catch let error as DuckDBError {
                throw MemoryError(
                    .storage, "\(place): \(configuration.redacted(error.message))")
            }
        }
    }

    /// The password is in the secret only: DuckDB shows it nowhere.
    private var secretStatement: String {
        var parts = ["TYPE postgres"]
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { parts.append("\(name) \(quoteLiteral(value))") }
        }
        add("HOST", configuration.hosts.map(\.name).joined(separator: ","))
        add(
            "PORT",
            configuration.hosts.compactMap(\.port).map { String($0) }.joined(separator: ","))
        add("DATABASE", configuration.database)
        add("USER", configuration.user)
        add("PASSWORD", configuration.password)
        return
            "CREATE OR REPLACE TEMPORARY SECRET \(Self.secret) (\(parts.joined(separator: ", ")))"
    }

    /// What a secret has no word for.
    private var further: String {
        var parts = configuration.parameters.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
        if let mode = configuration.tls { parts.append(("sslmode", mode.rawValue)) }
        if let root = configuration.rootCertificate { parts.append(("sslrootcert", root)) }
        parts.append(("application_name", configuration.applicationName ?? "dormouse sleep"))
        return parts.map { name, value in
            let quoted = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
            return "\(name)='\(quoted)'"
        }.joined(separator: " ")
    }
}
