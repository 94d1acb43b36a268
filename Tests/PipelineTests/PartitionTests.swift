import DuckDB
import Foundation
import Testing

@testable import Pipeline

/// Models that are computed part after part.
@Suite struct PartitionTests {
    /// Rows with NULLs in the key, three years of days, and one far date.
    private static let orders = """
        {{ config(materialized='table') }}
        select range as id,
            case when range % 7 = 0 then null else 'c' || (range % 5) end as customer,
            case when range = 3 then 'infinity'::timestamp when range = 4 then null
                else timestamp '2024-01-01' + to_days((range % 1000)::int) end as moment,
            range % 100 as amount
        from range(5000)
        """

    private func project(_ config: String, _ query: String) throws -> TestProject {
        try TestProject([
            "models/orders.sql": Self.orders,
            "models/m.sql": "{{ config(materialized='table', \(config)) }}\n\(query)",
            "models/whole.sql": "{{ config(materialized='table') }}\n\(query)",
        ])
    }

    private static let totals = """
        select customer, count(*) as n, sum(amount) as total, list(id order by id) as ids
        from {{ ref('orders') }} group by customer
        """

    @Test(arguments: [
        ("partition_by='customer'", totals),
        ("partition_by={'field': 'customer', 'parts': 3}", totals),
        ("partition_by={'field': 'customer', 'type': 'list'}", totals),
        ("partition_by={'field': 'customer', 'type': 'list', 'values': ['c1', 'c2']}", totals),
        (
            "partition_by={'field': 'moment', 'type': 'time', 'granularity': 'year'}",
            "select * from {{ ref('orders') }}"
        ),
        (
            "partition_by={'field': 'day', 'granularity': 'quarter'}",
            "select moment::date as day, count(*) as n from {{ ref('orders') }} where isfinite(moment) "
                + "or moment is null group by 1"
        ),
        (
            "partition_by={'type': 'namespace'}",
            """
            with named as (select customer as namespace, id from {{ ref('orders') }})
            select namespace, id, row_number() over (partition by namespace order by id) as place
            from named qualify place < 100
            """
        ),
        (
            "partition_by='customer'",
            """
            select o.customer, o.id, t.n from {{ ref('orders') }} o
            left join (select customer, count(*) as n from {{ ref('orders') }} group by all) t
                using (customer)
            """
        ),
        (
            "partition_by='c'",
            """
            select customer as c, id from {{ ref('orders') }} where id < 10
            union all select customer, max(id) from {{ ref('orders') }} group by customer
            """
        ),
    ])
    func theResultIsThatOfTheWhole(_ config: String, _ query: String) throws {
        let project = try project(config, query)
        for _ in 0..<2 {
            let report = try project.runner().run()
            #expect(report.succeeded, "\(report.results.map(\.message))")
        }
        let differing = try project.rows(
            """
            select count(*) from ((from m except all from whole)
                union all (from whole except all from m))
            """)
        #expect(differing == [["0"]])
        #expect(try project.rows("select count(*) > 0 from m") == [["true"]])
        #expect(
            try project.rows(
                "select table_name from duckdb_tables() where table_name like '%parts%'")
                == [])
    }

    @Test(arguments: [
        ("id", "select id, sum(amount) over (order by id) as s from t", "window"),
        ("customer", "select customer, rank() over (partition by id) as r from t", "window"),
        ("id", "select id from t order by id", "ORDER BY"),
        ("id", "select id from t order by id limit 10", "LIMIT"),
        ("id", "select id from (select id from t limit 10)", "LIMIT"),
        ("n", "select count(*) as n from t", "computed from rows of all parts"),
        ("customer", "select any_value(customer) as customer, id from t group by id", "all parts"),
        ("one", "select 1 as one, sum(amount) as s from t", "without GROUP BY"),
        (
            "customer", "select customer from (select customer, max(id) over () as m from t)",
            "window"
        ),
        (
            "customer",
            "with a as (select id, max(customer) as customer from t group by id) "
                + "select customer from a", "all parts"
        ),
        (
            "customer", "select customer, id, count(*) as n from t group by rollup(customer, id)",
            "GROUP BY without"
        ),
        ("id", "select distinct on (customer) customer, id from t", "DISTINCT ON"),
        ("id", "select id from t using sample 10", "sample"),
        ("id", "select id, random() as r from t", "random"),
        (
            "id",
            "with recursive r as (select 1 as id union select id + 1 from r where id < 9) "
                + "select id from r", "recursive"
        ),
        ("k", "select 5 as k from t", "not made from a column"),
    ])
    func whatLooksAcrossPartsIsRefusedWithAReason(
        _ key: String, _ query: String, _ reason: String
    ) throws {
        let project = try project(
            "partition_by='\(key)'", query.replacing("from t", with: "from {{ ref('orders') }}"))
        let error = try #require(try project.runner().run()["m"]?.error)
        #expect(error.code == .configuration)
        #expect(error.message.contains(reason), "\(error.message)")
    }

    @Test(arguments: [
        ("partition_by='nobody'", "no column"),
        ("partition_by={'field': 'id', 'parts': 0}", "1 to"),
        ("partition_by={'field': 'id', 'type': 'modulo'}", "no type"),
        ("partition_by={'field': 'moment', 'granularity': 'eon'}", "granularity"),
        ("partition_by={'field': 'id', 'granularity': 'year'}", "for a time"),
        ("partition_by={'column': 'id'}", "no key 'column'"),
        ("partition_by={'type': 'hash'}", "needs a `field`"),
    ])
    func aRequestThatCannotBeUnderstoodIsRefused(_ config: String, _ reason: String) throws {
        let project = try project(config, "select * from {{ ref('orders') }}")
        let error = try #require(try project.runner().run()["m"]?.error)
        #expect(error.code == .configuration && error.message.contains(reason), "\(error)")
    }

    @Test func partsThatAreThereAreKeptWhereQueryAndInputAreTheSame() throws {
        // Part 2 of 3 fails until the table `gate` says otherwise.
        let query = """
            select id % 3 as k, id, case when id % 3 = (select stop from gate)
                then error('stopped') else 'x' end as t
            from {{ ref('orders') }}
            """
        let project = try project(
            "partition_by={'field': 'k', 'type': 'list', 'values': ['0', '1', '2']}", query)
        try project.connection.execute("create table gate as select 2 as stop")
        _ = try project.runner().run(select: ["orders"])
        try project.connection.execute("create table m as select 'earlier' as t")
        let failed = try project.runner().run(select: ["m"])
        #expect(failed["m"]?.error?.message.contains("stopped") == true)
        // What was there stands.
        #expect(try project.rows("from m") == [["earlier"]])
        #expect(
            try project.rows("select k, count(*) from m__dbt_parts group by 1 order by 1")
                == [["0", "1667"], ["1", "1667"]])
        try project.connection.execute("update gate set stop = -1")
        let marked = try project.rows("select count(*) from m__dbt_parts_log")
        #expect(marked == [["3"]])
        #expect(try project.runner().run(select: ["m"]).succeeded)
        #expect(
            try project.rows("select count(*), count(distinct id) from m") == [["5000", "5000"]])
        #expect(
            try project.rows("select count(*) from duckdb_tables() where table_name like 'm%'")
                == [["1"]])
    }

    @Test func partsOfAnotherInputAreComputedAgain() throws {
        let project = try project(
            "partition_by={'field': 'k', 'type': 'list', 'values': ['0', '1']}",
            "select id % 2 as k, id, case when id = (select stop from gate) then error('stopped') "
                + "else 'x' end as t from {{ ref('orders') }}")
        try project.connection.execute("create table gate as select 1 as stop")
        _ = try project.runner().run(select: ["orders"])
        #expect(try !project.runner().run(select: ["m"]).succeeded)
        #expect(try project.rows("select count(*) from m__dbt_parts") == [["2500"]])
        try project.connection.execute("update gate set stop = -1; delete from orders where id = 2")
        #expect(try project.runner().run(select: ["m"]).succeeded)
        #expect(try project.rows("select count(*) from m") == [["4999"]])
    }

    @Test func aModelForWhichThereIsNoMemoryIsDoneInPartsWhereThatIsRight() throws {
        let project = try TestProject(
            [
                "models/m.sql": """
                {{ config(materialized='table') }}
                select k, count(*) as n, len(list(v)) as listed
                from (select (range * 2654435761) % 100000 as k, range || repeat('x', 200) as v
                    from range(1000000))
                group by k
                """
            ])
        try project.connection.execute("set memory_limit = '150MB'; set threads = 2")
        var options = RunOptions()
        let told = Told()
        options.onParts = { told.add("\($0) \($1) \($2)") }
        let report = try project.runner(options: options).run()
        #expect(report.succeeded, "\(report.results.map(\.message))")
        #expect(told.all.first == "m k 8")
        #expect(
            try project.rows("select count(*), sum(n)::int, sum(listed)::int from m")
                == [["100000", "1000000", "1000000"]])
    }

    private final class Told: @unchecked Sendable {
        // Sendable: the lock is held wherever the list is touched.
        private let lock = NSLock()
        private var texts: [String] = []

        func add(_ text: String) { lock.withLock { texts.append(text) } }
        var all: [String] { lock.withLock { texts } }
    }
}
