import Foundation
import PostgreSQL

/// The store's schema: the migrations that are shipped.
enum StoreMigrations {
    static func apply(on server: ServerConnection) throws(MemoryError) {
        guard let folder = Bundle.module.url(forResource: "Migrations", withExtension: nil),
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        else {
            throw MemoryError(
                .homeUnusable,
                "the store's migrations are missing beside the program; install it again")
        }
        try server.run { connection, _ in
            if try connection.query("SELECT to_regclass('dormouse.memory') IS NOT NULL").value() {
                return
            }
            try connection.transaction {
                try connection.query("SELECT pg_advisory_xact_lock(1)")
                for name in names.sorted() where name.hasSuffix(".up.sql") {
                    let script = try String(
                        contentsOf: folder.appending(path: name), encoding: .utf8)
                    try connection.execute(script: script)
                }
            }
        }
    }
}
