import DuckDB
import Foundation
import PostgreSQLTestSupport
import Synchronization
import Testing

@testable import Pipeline

/// Queries that are computed by another process, or on another target: here by another database of
/// this process.
@Suite struct OffloadTests {
    private static let orders = """
        {{ config(materialized='table') }}
        select range as id, range % 7 as customer, 'note ' || range as note,
            (range % 100)::decimal(9, 2) as amount, case when range % 3 = 0 then 'a' end::enum('a', 'b') as kind,
            [range, null] as items, timestamptz '2024-01-01' + to_hours(range::int) as moment,
            range::uhugeint as large, {'a': range, 'b': [range::text]} as deep
        from range(1000)
        """

    private func project(_ files: [String: String]) throws -> TestProject {
        try TestProject(["models/orders.sql": Self.orders].merging(files) { $1 })
    }

    /// A run whose nodes find no memory, but for those that are computed elsewhere.
    private func options(
        _ names: Set<String>, _ folder: URL, target: Profile = .inMemory, isServer: Bool = false,
        told: Told = Told(), compute: (@Sendable (URL) throws -> Void)? = nil
    ) -> RunOptions {
        var options = RunOptions()
        options.onParts = nil
        // The first attempt fails as DuckDB does, before anything is done.
        let tried = Mutex<Set<String>>([])
        options.admission = { _, name in
            let isFirst = tried.withLock { $0.insert(name).inserted }
            if isFirst, names.contains(name) {
                throw PipelineError(.database, "Out of Memory Error: failed to allocate")
            }
            return {}
        }
        options.elsewhere = [
            OffloadPlace(
                name: "elsewhere", isServer: isServer, folder: folder.path,
                tell: { name in told.names.withLock { $0.append(name) } },
                compute: { folder, _, _ in
                    if let compute { return try compute(folder) }
                    try OffloadRequest.perform(
                        in: folder, profile: target, keepsLimits: true,
                        extensionDirectory: TypeLossTests.extensions)
                })
        ]
        return options
    }

    final class Told: Sendable { let names = Mutex<[String]>([]) }

    private func same(_ project: TestProject, _ one: String, _ other: String) throws -> Bool {
        let types = try project.rows(
            "select count(*) from ((from (describe \(one)) except from (describe \(other))) union all "
                + "(from (describe \(other)) except from (describe \(one))))")
        let rows = try project.rows(
            "select count(*) from ((from \(one) except all from \(other)) union all "
                + "(from \(other) except all from \(one)))")
        return types == [["0"]] && rows == [["0"]]
    }

    @Test(arguments: [
        ("", "select * from {{ ref('orders') }}"),
        (
            "",
            "select customer, list(note order by id) as l, sum(id) as s from {{ ref('v') }} group by 1"
        ),
        (
            "",
            "with orders as (select 1 as id) select o.*, v.kind from orders o join {{ ref('v') }} v using (id)"
        ),
        (
            "",
            "-- depends_on: {{ ref('orders') }}\nselect doubled(id) as id, t.x from orders, thrice(id) as t(x)"
        ),
        (
            "sql_header='create or replace temp macro lately(x) as x + 1'",
            "-- depends_on: {{ ref('orders') }}\nselect lately(id) as id from main.orders"
        ),
        ("materialized='incremental', unique_key='id'", "select * from {{ ref('orders') }}"),
    ])
    func theTableIsTheOneThatWouldHaveBeenMadeHere(_ config: String, _ query: String) throws {
        let project = try project([
            "models/v.sql": "select * from {{ ref('orders') }} where id >= 0",
            "models/m.sql": "{{ config(materialized='table') }} {{ config(\(config)) }}\n\(query)",
            "models/whole.sql":
                "{{ config(materialized='table') }} {{ config(\(config)) }}\n\(query)",
        ])
        try project.connection.execute(
            "create macro doubled(x) as x * 2; create macro thrice(x) as table select x * 3")
        let told = Told()
        for _ in 0..<2 {
            let report = try project.runner(
                options: options(["m"], project.directory.appending(path: "spill"), told: told)
            ).run()
            #expect(report.succeeded, "\(report.results.map(\.message))")
            #expect(try same(project, "m", "whole"))
        }
        #expect(told.names.withLock { $0 } == ["m", "m"])
        #expect(left(project).isEmpty)
    }

    private func left(_ project: TestProject) -> [String] {
        (try? FileManager.default.subpathsOfDirectory(
            atPath: project.directory.appending(path: "spill").path)) ?? []
    }

    @Test func whatFailsElsewhereLeavesTheTableAndSaysBoth() throws {
        let project = try project([
            "models/m.sql": "{{ config(materialized='table') }} select 1 as a"
        ])
        #expect(try project.runner().run().succeeded)
        try project.write(["models/m.sql": "{{ config(materialized='table') }} select 2 as a"])
        let report = try project.runner(
            options: options(["m"], project.directory.appending(path: "spill")) { _ in
                throw PipelineError(.database, "its process was ended by signal 9 (Killed)")
            }
        ).run()
        let failed = try #require(report.results.first { $0.name == "m" })
        #expect(failed.status == .error)
        #expect(failed.error?.isOutOfMemory == true)
        #expect(failed.error?.hint?.contains("Not elsewhere either: its process was ended") == true)
        #expect(try project.rows("from m") == [["1"]])
        #expect(left(project).isEmpty)
    }

    @Test func onlyWhatIsSaidToBePortableGoesToAServer() throws {
        let project = try project([
            "models/m.sql": "{{ config(materialized='table') }} select 1 as a"
        ])
        let told = Told()
        let report = try project.runner(
            options: options(
                ["m"], project.directory.appending(path: "spill"), isServer: true, told: told)
        ).run()
        let failed = try #require(report.results.first { $0.name == "m" })
        #expect(failed.error?.hint?.contains("portable: true") == true)
        #expect(told.names.withLock { $0 }.isEmpty)
    }

    @Test(.enabled(if: TestServer.isInstalled(.full), "there is no PostgreSQL server here"))
    func aServerComputesWhatIsPortableAndKeepsNothing() throws {
        let database = try TestDatabase(.full)
        let target = try Profile.parse(
            """
            shop:
              outputs:
                wh:
                  type: duckdb
                  database: wh
                  extensions: [postgres_scanner]
                  attach: [{path: "\(database.url)", type: postgres, alias: wh}]
            """, file: "profiles.yml", name: "shop", target: "wh", environment: [:],
            base: URL(fileURLWithPath: "/"), machine: Machine())
        #expect(target.isServer)
        let query = """
            select customer, string_agg(note, ',' order by id) as "Notes", count(*) as n,
                sum(id) as s, round(avg(amount), 4) as a, max(moment) as last
            from {{ ref('plain') }} group by 1
            """
        let project = try project([
            "models/plain.sql":
                "{{ config(materialized='table') }} select id, customer, note, amount, moment from {{ ref('orders') }}",
            "models/m.sql": "{{ config(materialized='table', portable=true) }} \(query)",
            "models/whole.sql": "{{ config(materialized='table') }} \(query)",
            "models/foreign.sql":
                "{{ config(materialized='table', portable=true) }} select list(id) as l from {{ ref('plain') }}",
        ])
        let report = try project.runner(
            options: options(
                ["m", "foreign"], project.directory.appending(path: "spill"), target: target,
                isServer: true)
        ).run()
        #expect(report.results.first { $0.name == "m" }?.status == .success, "\(report.results)")
        #expect(try same(project, "m", "whole"))
        let failed = try #require(report.results.first { $0.name == "foreign" })
        #expect(failed.error?.hint?.contains("list") == true, "\(failed.error?.hint ?? "")")
        let asked = try target.open(extensionDirectory: TypeLossTests.extensions).connection.query(
            "select * from postgres_query('wh', 'SELECT count(*) FROM pg_namespace "
                + "WHERE nspname LIKE ''dormouse%''')")
        #expect(asked[0, 0].intValue == 0)
    }
}
