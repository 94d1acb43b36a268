import DuckDB
import Foundation
import Testing

@testable import Pipeline

@Suite struct RunTests {
    @Test func seedsAndModelsAreBuiltInTheirOrder() throws {
        let project = try TestProject([
            "seeds/raw.csv": "id,amount,day\n1,2.5,2024-01-01\n2,,2024-01-02\n",
            "models/b_total.sql": "select sum(amount) as total from {{ ref('a_clean') }}",
            "models/a_clean.sql":
                "{{ config(materialized='table') }}\nselect id, coalesce(amount, 0) as amount from {{ ref('raw') }}",
        ])
        let report = try project.runner().run()
        #expect(report.results.map(\.name) == ["raw", "a_clean", "b_total"])
        #expect(report.results.map(\.status) == [.success, .success, .success])
        #expect(report.results.map(\.rows) == [2, 2, nil])
        #expect(try project.rows("select total from b_total") == [["2.5"]])
        #expect(report.summary == "Done. PASS=3 WARN=0 ERROR=0 SKIP=0 NO-OP=0 REUSED=0 TOTAL=3")
        #expect(report.succeeded)
    }

    @Test func aSecondRunReplacesTablesAndViews() throws {
        let project = try TestProject([
            "models/t.sql": "{{ config(materialized='table') }} select 1 as a",
            "models/v.sql": "select a + 1 as b from {{ ref('t') }}",
        ])
        try project.runner().run()
        try project.write(["models/t.sql": "{{ config(materialized='table') }} select 5 as a"])
        #expect(try project.runner().run().succeeded)
        #expect(try project.rows("select b from v") == [["6"]])
    }

    @Test func theThreadsOfARunHaveLetGoOfTheDatabaseWhenItEnds() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as x", "models/b.sql": "select 2 as x",
            "models/c.sql": "select * from {{ ref('a') }} join {{ ref('b') }} using (x)",
        ])
        var options = RunOptions()
        options.threads = 4
        let loaded = try project.load()
        for _ in 0..<40 {
            weak var database: Database?
            do {
                let opened = try Database(path: nil)
                database = opened
                let runner = try Runner(
                    project: loaded, profile: .inMemory, connection: try opened.connect(),
                    options: options)
                #expect(try runner.run().succeeded)
            }
            #expect(database == nil)
        }
    }

    @Test func aTableBecomesAViewAndBack() throws {
        let project = try TestProject([
            "models/m.sql": "{{ config(materialized='table') }} select 1 as a"
        ])
        for kind in ["view", "table", "incremental", "view", "incremental", "table"] {
            try project.write(["models/m.sql": "{{ config(materialized='\(kind)') }} select 1 as a"]
            )
            let report = try project.runner().run()
            #expect(report.succeeded, "\(kind): \(report.results[0].message)")
            #expect(try project.rows("select distinct a from m") == [["1"]])
        }
    }

    @Test func aFailingModelSkipsWhatDependsOnItAndNothingElse() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as x",
            "models/broken.sql":
                "{{ config(materialized='table') }}\nselect x,\n  nonsense\nfrom {{ ref('a') }}",
            "models/below.sql": "select * from {{ ref('broken') }}",
            "models/further.sql": "select * from {{ ref('below') }}",
            "models/beside.sql": "select * from {{ ref('a') }}",
        ])
        try project.connection.execute("create table broken as select 7 as old")
        let report = try project.runner().run()
        #expect(report["broken"]?.status == .error)
        #expect(report["below"]?.status == .skipped)
        #expect(report["further"]?.status == .skipped)
        #expect(report["beside"]?.status == .success)
        #expect(!report.succeeded)
        let error = try #require(report["broken"]?.error)
        #expect(error.code == .database)
        #expect(error.file == "models/broken.sql")
        #expect(error.line == 3)
        #expect(error.excerpt?.contains("> 2 |   nonsense") == true, "\(error)")
        // What was there before is still there.
        #expect(try project.rows("select old from broken") == [["7"]])
        #expect(
            try project.rows(
                "select count(*) from duckdb_tables() where table_name like '%dbt_tmp'") == [["0"]])
    }

    @Test func hooksRunInsideAndOutsideOfTheTransaction() throws {
        let project = try TestProject([
            "dbt_project.yml": """
            name: shop
            on-run-start: "create table if not exists log (what varchar)"
            on-run-end:
              - "insert into log values ('end {{ results | length }} {{ schemas | join(',') }}')"
            """,
            "models/m.sql": """
            {{ config(pre_hook="insert into log values ('before')",
                post_hook=[{'sql': "insert into log values ('after {{ this.identifier }}')",
                'transaction': false}, "insert into log select 'rows ' || count(*) from {{ this }}"]) }}
            select 1 as a
            """,
        ])
        let report = try project.runner().run()
        #expect(report.succeeded, "\(report.results.map(\.message))")
        #expect(
            try project.rows("select what from log")
                == [["before"], ["rows 1"], ["after m"], ["end 1 main"]])
    }

    @Test func aFailingHookRollsTheModelBack() throws {
        let project = try TestProject([
            "models/m.sql":
                "{{ config(materialized='table', post_hook='select * from nowhere') }} select 2 as a"
        ])
        try project.connection.execute("create table m as select 1 as a")
        #expect(try project.runner().run()["m"]?.status == .error)
        #expect(try project.rows("select a from m") == [["1"]])
    }

    @Test func anInterruptSkipsWhatIsLeft() throws {
        let project = try TestProject([
            "models/a.sql":
                "{{ config(materialized='table') }} select sum(a.range * b.range) as s from range(1000000) a, range(1000000) b",
            "models/b.sql": "select 1 as a",
        ])
        let connection = project.connection
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.5)
            connection.interrupt()
        }
        let report = try project.runner().run()
        #expect(report["a"]?.error?.code == .interrupted)
        #expect(report["b"]?.status == .skipped)
    }

    @Test func failFastSkipsWhatIsLeft() throws {
        let project = try TestProject([
            "models/a.sql": "select nope", "models/b.sql": "select 1 as a",
        ])
        let report = try project.runner(options: RunOptions(failFast: true)).run()
        #expect(report.results.map(\.status) == [.error, .skipped])
    }

    @Test func aThousandModelsAreReadAndCompiled() throws {
        var files: [String: String] = ["models/m0.sql": "select 1 as a"]
        for number in 1..<1000 {
            files["models/m\(number).sql"] = "select a from {{ ref('m\(number / 2)') }}"
        }
        let compiled = try TestProject(files).runner().compile()
        #expect(compiled.count == 1000)
        #expect(compiled.first?.name == "m0")
    }

    @Test func ephemeralModelsBecomeCommonTableExpressions() throws {
        let project = try TestProject([
            "models/e1.sql": "{{ config(materialized='ephemeral') }} select 1 as a",
            "models/e2.sql":
                "{{ config(materialized='ephemeral') }} with x as (select * from {{ ref('e1') }}) select a + 1 as a from x",
            "models/m.sql":
                "-- a comment\nwith y as (select * from {{ ref('e2') }}) select y.a, e.a as b from y, {{ ref('e1') }} as e",
        ])
        let report = try project.runner().run()
        #expect(report.succeeded, "\(report.results.map(\.message))")
        #expect(try project.rows("select * from m") == [["2", "1"]])
        #expect(
            try project.rows("select count(*) from duckdb_views() where view_name like 'e%'") == [
                ["0"]
            ])
    }
}
