import DuckDB
import Foundation
import PostgreSQLTestSupport
import Testing

@testable import Pipeline

/// A password in a profile reaches the server and nobody who can ask the database.
@Suite struct AttachedPasswordTests {
    private func attachment(_ path: String, type: String? = "postgres", secret: String? = nil)
        -> Pipeline.Attachment
    {
        Pipeline.Attachment(
            path: path, alias: "pg", type: type, isReadOnly: true, secret: secret, line: 1,
            file: "profiles.yml")
    }

    @Test(arguments: [
        ("host=db user=me password=hunter2", "host='db' user='me'", "hunter2"),
        ("user=me password = 'hun ter\\'2' dbname=shop", "user='me' dbname='shop'", "hun ter'2"),
        (
            "postgresql://me:hunter2@db:5433/shop",
            "user='me' dbname='shop' host='db' port='5433'", "hunter2"
        ),
        (
            "postgres://me:hun%40ter2@a,b:2/shop?sslmode=require",
            "user='me' dbname='shop' host='a,b' port=',2' sslmode='require'", "hun@ter2"
        ),
        (
            "postgres://me:p@ss:w/rd@[::1]:5/x", "user='me' dbname='x' host='::1' port='5'",
            "p@ss:w/rd"
        ),
        ("postgres:///shop?user=me&password=hunter2", "dbname='shop' user='me'", "hunter2"),
    ])
    func theTextThatIsAttachedHasNone(_ path: String, _ rest: String, _ password: String) {
        let statements = attachment(path).statements
        #expect(statements.count == 2 && statements[0].contains("SECRET \"attached_pg\""))
        #expect(
            statements[1] == "ATTACH IF NOT EXISTS '\(rest.replacing("'", with: "''"))' AS \"pg\" "
                + "(TYPE postgres, SECRET \"attached_pg\", READ_ONLY)")
        let told = attachment(path).redact("no login: \(password)")
        #expect(!told.contains(password), "\(told)")
    }

    @Test func whatHasNoPasswordStaysAsItIs() {
        for path in ["host=db user=me", "", "postgres://me@db/shop", "service=shop"] {
            #expect(attachment(path).statements.count == 1)
            #expect(attachment(path).statements[0].contains("'\(path)'"))
        }
        let file = attachment("/tmp/password=1.duckdb", type: nil)
        #expect(
            file.statements
                == ["ATTACH IF NOT EXISTS '/tmp/password=1.duckdb' AS \"pg\" (READ_ONLY)"])
    }

    @Test(.enabled(if: TestServer.isInstalled(.tls), "there is no PostgreSQL server here"))
    func aServerIsReachedAndThePasswordNotSeen() throws {
        let database = try TestDatabase(.tls)
        let profile = try Profile.parse(
            """
            shop:
              target: dev
              outputs:
                dev:
                  type: duckdb
                  extensions: [postgres_scanner]
                  attach:
                    - {path: "\(database.url)", alias: pg, type: postgres}
            """, file: "profiles.yml", name: "shop", target: nil, environment: [:],
            base: URL(filePath: "/tmp", directoryHint: .isDirectory), machine: .current)
        let open = try profile.open(extensionDirectory: TypeLossTests.extensions)
        let shown = try open.connection.query(
            "SELECT path FROM duckdb_databases() WHERE database_name = 'pg'"
        ).strings("path").compactMap { $0 }
        #expect(shown.count == 1 && !shown[0].contains("p@ss") && !shown[0].contains("p%40ss"))
        let one = try open.connection.query("SELECT * FROM postgres_query('pg', 'SELECT 1')")
        #expect(one.rows.count == 1)
        let secrets = try open.connection.query("SELECT secret_string FROM duckdb_secrets()")
            .strings("secret_string").compactMap { $0 }
        #expect(secrets.allSatisfy { !$0.contains("p@ss") })
    }
}
