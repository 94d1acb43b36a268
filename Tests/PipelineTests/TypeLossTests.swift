import DuckDB
import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Pipeline

/// What becomes of PostgreSQL's types, told before anything runs.
@Suite struct TypeLossTests {
    /// Where `postgres_scanner` lies, laid out as DuckDB does it.
    static let extensions = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../.prefix/lib/duckdb/extensions").standardized.path
    private static var isInstalled: Bool {
        guard TestServer.isInstalled() else { return false }
        let below = FileManager.default.enumerator(atPath: extensions)
        return below?.contains {
            ($0 as? String)?.hasSuffix("postgres_scanner.duckdb_extension") ?? false
        }
            ?? false
    }

    @Test(
        .enabled(
            if: isInstalled,
            "needs PostgreSQL and postgres_scanner (scripts/bootstrap test)"))
    func whatIsLostIsToldByColumn() throws {
        let database = try TestDatabase()
        let owner = try database.connect()
        try owner.query("CREATE TYPE mood AS ENUM ('calm', 'wild')")
        try owner.query(
            """
            CREATE TABLE orders (id integer, free numeric, price numeric(10, 2),
                wide numeric(50, 2), data jsonb, mood mood, span int4range, note text)
            """)
        owner.close()
        let profiles = """
            shop:
              outputs:
                default:
                  type: duckdb
                  extensions: [postgres_scanner]
                  attach: [{path: "\(database.url)", type: postgres, alias: pg, read_only: true}]
            """
        let files = try TestProject([
            "profiles.yml": profiles,
            "models/m.sql": "select id from {{ source('app', 'orders') }}",
            "models/other.sql": "select 1 as one",
            "models/sources.yml": """
            sources: [{name: app, database: pg, schema: public, tables: [{name: orders}]}]
            """,
        ])
        let profile = try Profile.load(directory: files.directory, name: "shop")
        let project = try files.load(profile: profile)
        let opened = try profile.open(extensionDirectory: Self.extensions)
        let runner = try Runner(project: project, profile: profile, connection: opened.connection)
        let losses = try runner.typeLosses().map(\.message)
        #expect(losses.count == 5, "\(losses)")
        for words in [
            ["'free'", "numeric", "DOUBLE"], ["'wide'", "numeric(50,2)", "DOUBLE"],
            ["'data'", "jsonb", "VARCHAR"], ["'mood'", "ENUM"], ["'span'", "VARCHAR"],
        ] {
            #expect(losses.contains { loss in words.allSatisfy(loss.contains) }, "\(words)")
        }
        #expect(try runner.typeLosses(ofSourcesOf: ["model.shop.other"]).isEmpty)
        #expect(try runner.typeLosses(ofSourcesOf: ["model.shop.m"]).count == 5)
    }
}
