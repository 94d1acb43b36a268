import DuckDB
import Foundation
import Jinja
import Testing

@testable import Pipeline

/// What models and tests leave in the database beside their rows.
@Suite struct MaterializationTests {
    private let contract = """
        models:
          - name: m
            config: {materialized: table, contract: {enforced: true}}
            constraints: [{type: check, expression: amount > 0}]
            columns:
              - {name: id, data_type: int, constraints: [{type: primary_key}]}
              - {name: amount, data_type: "decimal(10, 2)", constraints: [{type: not_null}]}
        """

    @Test func anEnforcedContractIsTheTablesDefinition() throws {
        let project = try TestProject([
            "models/m.sql": "select 1::decimal(10,2) as amount, 1 as id", "models/s.yml": contract,
        ])
        for _ in 0..<2 {
            let report = try project.runner().run()
            #expect(report.succeeded, "\(report.results.map(\.message))")
        }
        // In the contract's order.
        #expect(
            try project.rows("select column_name, column_type from (describe m)")
                == [["id", "INTEGER"], ["amount", "DECIMAL(10,2)"]])
        #expect(
            try project.rows(
                "select constraint_type from duckdb_constraints() where table_name = 'm' order by 1"
            )
                == [["CHECK"], ["NOT NULL"], ["NOT NULL"], ["PRIMARY KEY"]])
        try project.write(["models/m.sql": "select -1::decimal(10,2) as amount, 1 as id"])
        #expect(try project.runner().run()["m"]?.error?.code == .database)
        #expect(try project.rows("select amount from m") == [["1.00"]])
    }

    @Test func aBrokenContractShowsTheColumnsThatDiffer() throws {
        let project = try TestProject([
            "models/m.sql": "select 1 as id, 'x' as name", "models/s.yml": contract,
        ])
        let error = try #require(try project.runner().run()["m"]?.error)
        #expect(error.code == .contract)
        for line in [
            "| amount      |                 | DECIMAL(10,2) | missing in definition |",
            "| name        | VARCHAR         |               | missing in contract   |",
        ] {
            #expect(error.message.contains(line), "\(error.message)")
        }
    }

    @Test func aForeignKeyHoldsAndItsTablesAreBuiltAgain() throws {
        let project = try TestProject([
            "models/parent.sql": "select range as id from range(3)",
            "models/child.sql": "select 1::bigint as parent_id",
            "models/s.yml": """
            models:
              - name: parent
                config: {materialized: table, contract: {enforced: true}}
                columns: [{name: id, data_type: bigint, constraints: [{type: primary_key}]}]
              - name: child
                config: {materialized: table, contract: {enforced: true}}
                columns:
                  - name: parent_id
                    data_type: bigint
                    constraints: [{type: foreign_key, to: ref('parent'), to_columns: [id]}]
            """,
        ])
        for _ in 0..<2 {
            let report = try project.runner().run()
            #expect(report.succeeded, "\(report.results.map(\.message))")
            #expect(report.results.map(\.name) == ["parent", "child"])
        }
        let alone = try project.runner().run(select: ["parent"])
        #expect(alone["parent"]?.message.contains("does not build") == true)
        #expect(try project.rows("select count(*) from child") == [["1"]])
    }

    @Test func descriptionsBecomeCommentsAndIndexesAreMade() throws {
        let project = try TestProject([
            "models/m.sql": "select 1 as id, 2 as v",
            "models/s.yml": """
            models:
              - name: m
                description: it's "one"
                config:
                  materialized: table
                  persist_docs: {relation: true, columns: true}
                  indexes: [{columns: [id], unique: true}, {columns: [id, v]}]
                columns: [{name: id, description: key}, {name: gone}]
            """,
        ])
        for _ in 0..<2 {
            let report = try project.runner().run()
            #expect(report.succeeded, "\(report.results.map(\.message))")
        }
        #expect(
            try project.rows("select comment from duckdb_tables() where table_name = 'm'")
                == [["it's \"one\""]])
        #expect(
            try project.rows(
                "select comment from duckdb_columns() where table_name = 'm' and column_name = 'id'"
            )
                == [["key"]])
        #expect(
            try project.rows(
                "select is_unique from duckdb_indexes() where table_name = 'm' order by 1")
                == [["false"], ["true"]])
        #expect(project.warnings.contains { $0.contains("gone") })
    }

    @Test func failuresAreKeptWhereTheyAreAskedFor() throws {
        let project = try TestProject([
            "models/m.sql": "select 1 as id, 2 as v union all select 1, null",
            "tests/own.sql":
                "{{ config(store_failures_as='view', schema='aud', severity='warn') }} select * from {{ ref('m') }}",
            "models/s.yml": """
            models:
              - name: m
                columns:
                  - name: id
                    data_tests: [{unique: {config: {store_failures: true}}}]
                  - {name: v, data_tests: [not_null]}
            """,
        ])
        var report = try project.runner().build()
        #expect(report["unique_m_id"]?.failures == 1)
        #expect(report["own"]?.message == "Got 2 results, configured to warn if != 0")
        #expect(
            try project.rows("select unique_field, n_records from main_dbt_test__audit.unique_m_id")
                == [["1", "2"]])
        #expect(try project.rows("select count(*) from main_aud.own") == [["2"]])
        report = try project.runner(options: RunOptions(storesFailures: true)).test()
        #expect(report.count(.fail) == 2)
        #expect(
            try project.rows("select id from main_dbt_test__audit.not_null_m_v") == [["1"]])
    }

    @Test func anEmptyRunReadsNothing() throws {
        let project = try TestProject([
            "seeds/raw.csv": "id\n1\n2\n",
            "models/e.sql": "{{ config(materialized='ephemeral') }} select * from {{ ref('raw') }}",
            "models/m.sql": "{{ config(materialized='table') }} select * from {{ ref('e') }}",
        ])
        let report = try project.runner(options: RunOptions(isEmpty: true)).build()
        #expect(report.succeeded, "\(report.results.map(\.message))")
        #expect(report["raw"]?.message == "INSERT 0")
        #expect(try project.rows("select count(*) from m") == [["0"]])
        #expect(report.results.map(\.name) == ["raw", "m"])
    }

    @Test func hooksOfTheRunAreResults() throws {
        let project = try TestProject([
            "dbt_project.yml": """
            name: shop
            on-run-start: ["select 1", "select nope"]
            on-run-end: "create table ends as select '{{ results | length }}' as n"
            """,
            "models/m.sql": "select 1 as a",
        ])
        var report = try project.runner().run()
        #expect(
            report.results.map { "\($0.name) \($0.status)" } == [
                "shop-on-run-start-0 success", "shop-on-run-start-1 error", "m skipped",
                "shop-on-run-end-0 success",
            ])
        #expect(!report.succeeded)
        #expect(report.results[0].message == "shop.on-run-start.0 passed")
        try project.write(["dbt_project.yml": "name: shop\non-run-end: ['select 1']\n"])
        report = try project.runner().run()
        #expect(report.summary == "Done. PASS=2 WARN=0 ERROR=0 SKIP=0 NO-OP=0 REUSED=0 TOTAL=2")
    }

    @Test func sourcesAreAskedHowOldTheyAre() throws {
        let project = try TestProject([
            "models/s.yml": """
            sources:
              - name: main
                loaded_at_field: loaded
                freshness: {warn_after: {count: 1, period: hour}, error_after: {count: 1, period: day}}
                tables:
                  - {name: fresh}
                  - {name: late}
                  - {name: old}
                  - {name: none}
                  - {name: gone}
                  - {name: asked, loaded_at_query: "select max(loaded) from fresh"}
                  - {name: unlimited, freshness: null}
            """
        ])
        try project.connection.execute(
            """
            create table fresh as select now()::timestamp as loaded;
            create table late as select now() - interval 2 hour as loaded;
            create table old as select now() - interval 2 day as loaded;
            create table none as select now() as loaded where false;
            """)
        let report = try project.runner().freshness()
        #expect(
            report.results.map { "\($0.source.name) \($0.status.rawValue)" } == [
                "fresh pass", "late warn", "old error", "none error", "gone runtime error",
                "asked pass",
            ])
        #expect(report.results[3].maxLoadedAt == nil, "\(report.results.map(\.error))")
        #expect(!report.succeeded)
    }

    @Test func aModelThatRunsOutOfMemoryLeavesTheOldTable() throws {
        let database = try Database(
            path: nil,
            options: Database.Options(settings: [
                "memory_limit": "40MB"
            ]))
        let project = try TestProject(
            [
                "models/m.sql":
                    "{{ config(materialized='table') }} select list(range) as a from range(20000000)",
                "models/below.sql": "select * from {{ ref('m') }}",
                "models/free.sql": "select 1 as a",
            ], connection: try database.connect())
        try project.connection.execute("create table m as select 7 as a")
        let report = try project.runner().run()
        #expect(report["m"]?.status == .error)
        #expect(report["m"]?.error?.hint?.contains("memory_limit") == true, "\(report.results[1])")
        #expect(report["below"]?.status == .skipped)
        #expect(report["free"]?.status == .success)
        #expect(try project.rows("select a from m") == [["7"]])
        #expect(
            try project.rows("select count(*) from duckdb_tables() where table_name like '%tmp%'")
                == [["0"]])
    }
}

/// Models whose rows lie in files.
@Suite struct ExternalModelTests {
    @Test(arguments: [
        ("format='csv'", "out/m.csv"), ("", "out/m.parquet"),
        ("location='FOLDER/x.json.gz'", "x.json.gz"),
        ("options={'partition_by': 'a'}", "out/m"),
    ])
    func rowsAreWrittenToAFileThatAViewReads(_ config: String, _ path: String) throws {
        let project = try TestProject([:])
        let folder = project.directory.path
        let separator = config.isEmpty ? "" : ", "
        try project.write([
            "out/.keep": "",
            "models/m.sql": """
            {{ config(materialized='external'\(separator)\(config.replacing("FOLDER", with: folder))) }}
            select range as a, 'x' || range as b from range(3)
            """,
            "models/n.sql": "select count(*) as n, max(b) as b from {{ ref('m') }}",
        ])
        var profile = Profile.inMemory
        profile.externalRoot = folder + "/out"
        for _ in 0..<2 {
            let report = try project.runner(profile: profile).run()
            if config.contains("partition_by") {
                // DuckDB does not write over the parts of another run without being told.
                if report.succeeded { break }
            }
            #expect(report.succeeded, "\(report.results.map(\.message))")
        }
        #expect(FileManager.default.fileExists(atPath: "\(folder)/\(path)"))
        #expect(try project.rows("select n, b from n") == [["3", "x2"]])
        #expect(
            try project.rows("select count(*) from duckdb_tables() where table_name like 'm%'")
                == [["0"]])
    }

    @Test func aFileWithoutRowsKeepsItsColumns() throws {
        let project = try TestProject([:])
        try project.write([
            "models/m.sql":
                "{{ config(materialized='external', location='\(project.directory.path)/m.parquet') }} select 1 as a where false"
        ])
        #expect(try project.runner().run().succeeded)
        #expect(try project.rows("select count(*) from m") == [["0"]])
        #expect(try project.rows("select column_name from (describe m)") == [["a"]])
    }
}
