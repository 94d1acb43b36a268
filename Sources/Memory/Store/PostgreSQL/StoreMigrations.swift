import Foundation
import PostgreSQL
import Schema

/// The store's schema: the migrations that are shipped.
enum StoreMigrations {
    /// Apart from the history of whatever else the database holds.
    static let table = HistoryTable("dormouse.store_migrations")

    /// Applies what is missing. Ten processes that begin together apply each once.
    ///
    /// - Throws: `homeUnusable` for a schema that a newer program made, or that this role may not
    ///   make.
    static func apply(on server: ServerConnection) throws(MemoryError) {
        let folder = try folder()
        try server.run { connection, _ in
            do {
                let migrator = Migrator(folder, on: connection, options: .init(table: table))
                let status: [MigrationStatus]
                do { status = try migrator.status() } catch let error as PostgreSQLError
                    where error.code == .permission
                {
                    // A reader cannot see the history; what it needs is checked by what follows.
                    return
                }
                if let newer = status.first(where: { $0.state == .missing }) {
                    throw MemoryError(
                        .homeUnusable,
                        "\(server.place) has migration \(newer.label), which this program does not "
                            + "know. Nothing was changed. Use a newer dormouse")
                }
                if status.allSatisfy(\.isApplied) { return }
                try migrator.run(.init(.up))
            } catch let error as MigrationFailure {
                throw MemoryError(
                    .homeUnusable,
                    "\(server.place): the schema of the memories could not be made: \(error). "
                        + "Let the owner of the database run dormouse once")
            } catch let error as MigrationError {
                throw MemoryError(.homeUnusable, "\(server.place): \(error)")
            }
        }
    }

    private static func folder() throws(MemoryError) -> MigrationFolder {
        guard let found = Bundle.module.url(forResource: "Migrations", withExtension: nil) else {
            throw MemoryError(
                .homeUnusable,
                "the store's migrations are missing beside the program; install it again")
        }
        do { return try MigrationFolder(path: found.path) } catch {
            throw MemoryError(.homeUnusable, "\(error)")
        }
    }
}
