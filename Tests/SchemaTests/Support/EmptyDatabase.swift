import PostgreSQL
import PostgreSQLTestSupport
import Synchronization

@testable import Schema

/// A database with nothing in it, and what its catalogue says then.
///
/// A new one costs more than most tests do in it: the files of a database, and a session that knows
/// nothing of the system's catalogues yet. So whoever leaves one empty leaves it to the next.
struct EmptyDatabase: Sendable {
    let connection: BlockingConnection
    let catalogue: Catalogue

    private static let idle = Mutex<[TestServer.Flavour: [EmptyDatabase]]>([:])

    private init(on flavour: TestServer.Flavour) throws {
        let server = try TestServer.shared(flavour)
        let maintenance = try BlockingConnection(server.socketConfiguration())
        defer { maintenance.close() }
        let name = "empty_\(UInt64.random(in: 0 ... .max))"
        try maintenance.query("CREATE DATABASE \(identifier: name) TEMPLATE template0")
        connection = try BlockingConnection(server.socketConfiguration(database: name))
        catalogue = try CatalogueInspection.read(connection)
    }

    /// Runs the body, which gives the catalogue that it leaves. Where something is left, or it
    /// throws, nobody gets the database again; it ends with its server.
    static func with(
        _ flavour: TestServer.Flavour, _ body: (EmptyDatabase) throws -> Catalogue
    ) throws {
        let database = try idle.withLock { $0[flavour]?.popLast() } ?? EmptyDatabase(on: flavour)
        do {
            let left = try body(database)
            guard left == database.catalogue, left.notCovered == database.catalogue.notCovered
            else { return database.connection.close() }
            idle.withLock { $0[flavour, default: []].append(database) }
        } catch {
            database.connection.close()
            throw error
        }
    }

    /// What the body finds out, and none of what it does.
    func trying<T>(_ body: () throws -> T) throws -> T {
        var found: T?
        do {
            try connection.transaction {
                found = try body()
                throw Undone()
            }
        } catch is Undone {}
        return found!
    }

    private struct Undone: Error {}
}
