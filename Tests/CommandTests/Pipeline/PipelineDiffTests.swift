import Foundation
import JSON
import Testing

/// `dormouse pipeline diff`.
@Suite struct PipelineDiffTests {
    @Test func aChangeIsToldBeforeItIsBuilt() throws {
        let home = try PipelineHome()
        try home.run("build")
        let same = try home.run("diff", "customers", "--json")
        #expect(same.code == 0, "\(same.output)\(same.errors)")
        try home.write([
            "models/customers.sql": """
            {{ config(materialized='table') }}
            select customer, sum(amount) * 2 as total from {{ ref('stg_orders') }}
            where customer <> 'ada' group by 1
            union all select 'eve', 1
            """
        ])
        let result = try home.run("diff", "customers", "--json", "--samples", "5")
        #expect(result.code == 1, "\(result.errors)")
        let diff = try result.json()[0]
        // The key is the column that is tested to be unique and not NULL.
        #expect(diff?["key"] == ["customer"])
        #expect(diff?["added"]?.int == 1)
        #expect(diff?["removed"]?.int == 1)
        #expect(diff?["changed"]?.int == 1)
        #expect(diff?["changed_columns"] == ["total": 1])
        let changed = diff?["samples"]?.array?.first { $0["kind"]?.string == "changed" }
        #expect(changed?["row"] == ["customer": "bob"])
        #expect(changed?["changes"]?["total"] == ["before": 20, "after": 40])
        // Values are shown only when they are asked for.
        let text = try home.run("diff", "customers")
        #expect(!text.output.contains("eve"))
    }

    @Test func twoTargetsAreCompared() throws {
        let home = try PipelineHome()
        try home.run("build")
        try home.run("build", "-t", "other")
        #expect(try home.run("diff", "customers", "--against", "other").code == 0)
        try home.write(["seeds/raw_orders.csv": "id,customer,amount\n1,ada,10\n2,bob,21\n"])
        try home.run("build")
        let diff = try home.run("diff", "raw_orders", "customers", "--against", "other", "--json")
        #expect(diff.code == 1, "\(diff.errors)")
        let seed = try diff.json().array?.first { $0["name"]?.string == "raw_orders" }
        // Without a key rows are compared whole.
        #expect(seed?["added"]?.int == 1)
        #expect(seed?["removed"]?.int == 2)
    }

    @Test func columnsThatComeGoOrChangeTypeAreADifference() throws {
        let home = try PipelineHome()
        try home.run("build")
        try home.write([
            "models/customers.sql":
                "select customer, 1.5::double as total, 1 as more from {{ ref('stg_orders') }}"
        ])
        let result = try home.run("diff", "customers", "--json")
        let diff = try result.json()[0]
        #expect(diff?["note"]?.string?.contains("more than once") == true)
        let columns = diff?["columns"]?.array?.compactMap { $0["name"]?.string }
        #expect(columns == ["total", "more"])
    }

    @Test(
        arguments: [
            (["diff"], 2), (["diff", "customers", "--key", "nope"], 2),
            (["diff", "customers", "--against", "nope"], 2), (["diff", "customers"], 2),
            (["diff", "nothing_like_it"], 0),
        ] as [([String], Int32)])
    func whatCannotBeComparedIsSaid(_ arguments: [String], _ code: Int32) throws {
        let home = try PipelineHome()
        let result = try home.home.start(
            CommandHome.program,
            ["pipeline"] + arguments + ["--project-dir", home.project.path]
        ).wait()
        #expect(result.code == code, "\(result.errors)")
        #expect(result.errors != "")
    }
}
