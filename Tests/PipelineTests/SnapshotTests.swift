import Foundation
import Testing

@testable import Pipeline

/// The history that snapshots keep. That it is the one dbt keeps was compared version by version.
@Suite struct SnapshotTests {
    private func project(_ config: String, block: Bool = true) throws -> TestProject {
        try TestProject([
            "seeds/people.csv":
                "id,name,updated\n1,Ann,2024-01-01 10:00:00\n2,Bob,2024-01-01 11:00:00\n",
            "snapshots/s.sql":
                "{% snapshot s %}{{ config(\(config)) }}select * from {{ ref('people') }}{% endsnapshot %}",
        ])
    }

    private func change(_ project: TestProject) throws {
        try project.write([
            "seeds/people.csv":
                "id,name,updated\n1,Anna,2024-02-01 10:00:00\n3,Cid,2024-02-01 11:00:00\n"
        ])
    }

    @Test func aTimestampEndsTheOldVersionWhereTheNewOneBegins() throws {
        let project = try project(
            "strategy='timestamp', unique_key='id', updated_at='updated'")
        #expect(try project.runner().build().succeeded)
        try change(project)
        let report = try project.runner().build(fullRefresh: true)
        #expect(report["s"]?.status == .success, "\(report.results.map(\.message))")
        #expect(
            try project.rows(
                "select id, name, dbt_valid_from::date, dbt_valid_to::date from s order by 1, 3")
                == [
                    ["1", "Ann", "2024-01-01", "2024-02-01"], ["1", "Anna", "2024-02-01", "NULL"],
                    ["2", "Bob", "2024-01-01", "NULL"], ["3", "Cid", "2024-02-01", "NULL"],
                ])
        // The id of a version is the digest of its key and its moment.
        #expect(
            try project.rows("select bool_and(dbt_scd_id = md5(id || '|' || updated)) from s") == [
                ["true"]
            ])
    }

    @Test(arguments: [("ignore", ["2|NULL"]), ("invalidate", ["2|ended"])])
    func rowsThatAreGoneStayOrEnd(_ behaviour: String, _ expected: [String]) throws {
        let project = try project(
            "strategy='check', unique_key='id', check_cols=['name'], hard_deletes='\(behaviour)'")
        #expect(try project.runner().build().succeeded)
        try change(project)
        #expect(try project.runner().build(fullRefresh: true).succeeded)
        let rows = try project.rows(
            "select id || '|' || if(dbt_valid_to is null, 'NULL', 'ended') from s where id = 2")
        #expect(rows.map { $0[0] } == expected)
        #expect(try project.rows("select count(*) from s where id = 1") == [["2"]])
    }

    @Test func aNewVersionMaySayThatARowIsGone() throws {
        let project = try project(
            "strategy='check', unique_key=['id'], check_cols='all', hard_deletes='new_record', dbt_valid_to_current=\"'9999-01-01'::timestamp\", snapshot_meta_column_names={'dbt_is_deleted': 'gone', 'dbt_valid_to': 'until'}"
        )
        #expect(try project.runner().build().succeeded)
        try change(project)
        for _ in 0..<2 { #expect(try project.runner().build(fullRefresh: true).succeeded) }
        #expect(
            try project.rows(
                "select gone, until = '9999-01-01' from s where id = 2 order by gone")
                == [["False", "false"], ["True", "true"]])
    }

    @Test func aNewColumnIsAddedToTheTable() throws {
        let project = try project("strategy='check', unique_key='id', check_cols='all'")
        #expect(try project.runner().build().succeeded)
        try project.write([
            "seeds/people.csv": "id,name,updated,city\n1,Ann,2024-01-01 10:00:00,Ulm\n"
        ])
        #expect(try project.runner().build(fullRefresh: true).succeeded)
        #expect(
            try project.rows("select id, city from s where dbt_valid_to is null order by 1") == [
                ["1", "Ulm"], ["2", "NULL"],
            ])
    }

    @Test func snapshotsOfOneFileAreCompiledBesideEachOther() throws {
        let config = "{{ config(strategy='check', unique_key='id', check_cols='all') }}"
        let project = try TestProject([
            "snapshots/s.sql": """
            {% snapshot s %}\(config) select 1 as id{% endsnapshot %}
            {% snapshot t %}\(config) select 2 as id{% endsnapshot %}
            """,
            "snapshots/s.yml":
                "snapshots: [{name: u, relation: ref('s'), config: {strategy: check, unique_key: id, check_cols: all}, columns: [{name: id, data_tests: [unique, not_null]}]}]",
            // As dbt left it when a file could hold one snapshot only.
            "target/compiled/shop/snapshots/s.sql": "select 1 as id",
        ])
        var options = RunOptions()
        options.compiledDirectory = project.directory.appending(path: "target")
        let report = try project.runner(options: options).build()
        #expect(report.succeeded, "\(report.results.map(\.message))")
        for file in ["s.sql/s.sql", "s.sql/t.sql", "s.yml/u.sql", "s.yml/unique_u_id.sql"] {
            let url = project.directory.appending(path: "target/compiled/shop/snapshots/" + file)
            #expect(FileManager.default.fileExists(atPath: url.path), "\(file)")
        }
    }

    @Test func aPropertiesFileMayDeclareASnapshot() throws {
        let project = try TestProject([
            "models/m.sql": "select 1 as id, 'a' as v",
            "models/s.yml": """
            snapshots:
              - name: s
                relation: ref('m')
                config: {strategy: check, unique_key: id, check_cols: all, target_schema: hist}
                columns: [{name: id, data_tests: [unique]}]
            """,
        ])
        let report = try project.runner().build()
        #expect(report.results.map(\.status) == [.success, .success, .pass])
        #expect(try project.rows("select id, v from hist.s") == [["1", "a"]])
    }

    @Test(arguments: [
        ("strategy='timestamp', unique_key='id'", "`updated_at`"),
        ("strategy='check', unique_key='id'", "`check_cols`"),
        ("strategy='check', check_cols='all'", "`unique_key`"),
    ])
    func aBadConfigIsRefused(_ config: String, _ says: String) throws {
        let error = try #require(try project(config).loadError())
        #expect(error.description.contains(says), "\(error)")
        #expect(error.file == "snapshots/s.sql")
    }

    /// As with dbt, which reads the project and fails the snapshot.
    @Test(arguments: [
        ("strategy='chek', unique_key='id'", "Did you mean 'check'?"),
        (
            "strategy='check', unique_key='id', check_cols='all', hard_deletes='remove'",
            "It can be ignore"
        ),
        (
            "strategy='check', unique_key='id', check_cols='all', hard_deletes='ignore', invalidate_hard_deletes=true",
            "Keep `hard_deletes`"
        ),
    ])
    func aBadConfigFailsTheSnapshotAlone(_ config: String, _ says: String) throws {
        let project = try project(config)
        try project.write(["models/other.sql": "select 1 as id"])
        let report = try project.runner().build()
        let failed = report.results.filter { $0.status == .error }
        #expect(failed.count == 1)
        #expect(failed.first?.error?.description.contains(says) == true)
        #expect(report["other"]?.status == .success)
    }
}
