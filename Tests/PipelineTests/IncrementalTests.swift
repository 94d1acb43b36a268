import DuckDB
import Testing

@testable import Pipeline

@Suite struct IncrementalTests {
    /// A model over a table `feed(id, v)`, with configs.
    private func project(_ configs: String, columns: String = "id, v") throws -> TestProject {
        let project = try TestProject([
            "models/m.sql": """
            {{ config(materialized='incremental', \(configs)) }}
            select \(columns) from feed
            {% if is_incremental() %}where id > (select max(id) - 1 from {{ this }}){% endif %}
            """
        ])
        try project.connection.execute(
            "create table feed as select * from (values (1, 'a'), (2, 'b')) t(id, v)")
        return project
    }

    private func refill(_ project: TestProject) throws {
        try project.connection.execute(
            "update feed set v = 'B' where id = 2; insert into feed values (3, 'c')")
    }

    @Test(arguments: [
        ("incremental_strategy='append'", [["1", "a"], ["2", "b"], ["2", "B"], ["3", "c"]], 2),
        ("on_schema_change='ignore'", [["1", "a"], ["2", "b"], ["2", "B"], ["3", "c"]], 2),
        ("unique_key='id'", [["1", "a"], ["2", "B"], ["3", "c"]], 1),
        ("unique_key=['id']", [["1", "a"], ["2", "B"], ["3", "c"]], 1),
        (
            "unique_key=['id', 'v'], incremental_strategy='delete+insert'",
            [["1", "a"], ["2", "b"], ["2", "B"], ["3", "c"]], 2
        ),
        (
            "unique_key='id', incremental_strategy='merge'",
            [["1", "a"], ["2", "B"], ["3", "c"]], 1
        ),
        (
            "unique_key='id', incremental_strategy='merge', merge_exclude_columns=['v']",
            [["1", "a"], ["2", "b"], ["3", "c"]], 1
        ),
        (
            "unique_key='id', incremental_strategy='merge', merge_update_set_expressions={'v': \"'x'\"}",
            [["1", "a"], ["2", "x"], ["3", "c"]], 1
        ),
    ])
    func theSecondRunFollowsTheStrategy(_ configs: String, _ expected: [[String]], _ added: Int)
        throws
    {
        let project = try project(configs)
        let first = try project.runner().run()
        #expect(first["m"]?.rowsAdded == 2)
        try refill(project)
        let second = try project.runner().run()
        #expect(second.succeeded, "\(second.results[0].message)")
        #expect(second["m"]?.rowsAdded == added)
        #expect(try project.rows("select id, v from m order by id, v = upper(v)") == expected)
        #expect(try project.rows("select count(*) from duckdb_tables() where temporary") == [["0"]])
    }

    @Test func fullRefreshBuildsFromNothing() throws {
        let project = try project("incremental_strategy='append'")
        try project.runner().run()
        try refill(project)
        let report = try project.runner().run(fullRefresh: true)
        #expect(report["m"]?.rows == 3)
        #expect(
            try project.rows("select * from m order by id") == [
                ["1", "a"], ["2", "B"], ["3", "c"],
            ])
    }

    @Test func aModelMayRefuseFullRefresh() throws {
        let project = try project("incremental_strategy='append', full_refresh=false")
        try project.runner().run()
        try refill(project)
        #expect(try project.runner().run(fullRefresh: true)["m"]?.rows == 2)
    }

    @Test(arguments: [
        ("ignore", [["1"], ["2"], ["2"], ["3"]], "id,v"),
        ("append_new_columns", [["1"], ["2"], ["2"], ["3"]], "id,v,w"),
        ("sync_all_columns", [["1"], ["2"], ["2"], ["3"]], "id,w"),
    ])
    func newColumnsFollowOnSchemaChange(_ change: String, _ ids: [[String]], _ columns: String)
        throws
    {
        let project = try project("on_schema_change='\(change)'")
        try project.runner().run()
        try refill(project)
        let query = change == "ignore" ? "id, v, 1.5 as w" : "id, cast(1.5 as double) as w"
        try project.write([
            "models/m.sql": """
            {{ config(materialized='incremental', on_schema_change='\(change)') }}
            select \(query) from feed where id > 1
            """
        ])
        let report = try project.runner().run()
        #expect(report.succeeded, "\(report.results[0].message)")
        #expect(try project.rows("select id from m order by id") == ids)
        #expect(
            try project.rows("select string_agg(column_name, ',') from (describe m)") == [[columns]]
        )
    }

    @Test func aChangedTypeIsSynced() throws {
        let project = try project("on_schema_change='sync_all_columns'", columns: "id")
        try project.runner().run()
        try project.write([
            "models/m.sql":
                "{{ config(materialized='incremental', on_schema_change='sync_all_columns') }} select cast(9 as bigint) as id"
        ])
        #expect(try project.runner().run().succeeded)
        #expect(try project.rows("select column_type from (describe m)") == [["BIGINT"]])
    }

    @Test func changedColumnsFailWhereTheModelSaysSo() throws {
        let project = try project("on_schema_change='fail'")
        try project.runner().run()
        try project.write([
            "models/m.sql":
                "{{ config(materialized='incremental', on_schema_change='fail') }} select id, 1 as w from feed"
        ])
        let error = try #require(try project.runner().run()["m"]?.error)
        #expect(error.code == .schemaChange)
        #expect(error.message.contains("new: w"))
        #expect(error.message.contains("gone: v"))
        #expect(try project.rows("select count(*) from m") == [["2"]])
    }

    /// A wrong config of an incremental model fails that model alone, and only where it is needed:
    /// the first build needs none of them.
    @Test(arguments: [
        ("incremental_strategy='insert_overwrite'", "'insert_overwrite'"),
        ("incremental_strategy='merge', merge_clauses=5", "must be a mapping"),
        ("incremental_strategy='merge', merge_clauses={'x': 1}", "needs when_matched"),
        (
            "incremental_strategy='merge', merge_update_columns=['v'], merge_clauses={'when_matched': [{'action': 'delete'}]}",
            "would be ignored"
        ),
        (
            "incremental_strategy='merge', merge_update_columns=['v'], merge_exclude_columns=['v']",
            "exclude each other"
        ),
        ("incremental_strategy='merge', merge_update_columns='v'", "must be a list"),
        ("incremental_strategy='merge', merge_update_condition=5", "must be a string"),
        ("incremental_strategy='merge', merge_update_set_expressions=['v']", "must be a mapping"),
    ])
    func aWrongConfigFailsTheModelWhenItAddsRows(_ config: String, _ says: String) throws {
        let project = try project(config + ", unique_key='id'")
        try project.write(["models/other.sql": "select 1 as id"])
        #expect(try project.runner().run().succeeded)
        let report = try project.runner().run()
        #expect(report["other"]?.status == .success)
        #expect(report["m"]?.error?.description.contains(says) == true)
        #expect(try project.runner().run(select: ["other"]).succeeded)
    }

    @Test(arguments: [
        "on_schema_change='nothing'", "incremental_strategy='append', merge_clauses=5",
        "incremental_strategy='delete_insert', unique_key='id'",
    ])
    func whatDbtPassesOverIsPassedOver(_ config: String) throws {
        let project = try project(config)
        #expect(try project.runner().run().succeeded)
        #expect(try project.runner().run().succeeded)
    }
}
