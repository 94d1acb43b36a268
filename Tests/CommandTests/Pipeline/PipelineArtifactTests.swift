import Foundation
import JSON
import Testing

/// What `dormouse pipeline` leaves in the target folder.
@Suite struct PipelineArtifactTests {
    @Test func buildWritesWhatOtherToolsRead() throws {
        let home = try PipelineHome()
        try home.run("build")
        let manifest = try JSON.parse(try home.text("target/manifest.json"))
        #expect(
            manifest["metadata"]?["dbt_schema_version"]?.string
                == "https://schemas.getdbt.com/dbt/manifest/v12.json")
        let model = manifest["nodes"]?["model.shop.customers"]
        #expect(model?["depends_on"]?["nodes"] == ["model.shop.stg_orders"])
        #expect(model?["compiled_code"]?.string?.contains("stg_orders") == true)
        #expect(model?["primary_key"] == ["customer"])
        let results = try JSON.parse(try home.text("target/run_results.json"))
        #expect(results["results"]?.array?.count == 5)
        #expect(results["args"]?["which"]?.string == "build")
    }

    @Test func noWriteJsonWritesNone() throws {
        let home = try PipelineHome()
        try home.run("run", "--no-write-json", "-s", "nothing_at_all")
        #expect(!home.exists("target/manifest.json"))
    }

    @Test func docsGenerateWritesOnePageWithEverything() throws {
        let home = try PipelineHome([
            "models/evil.sql": "select '</script><script>alert(1)</script>' as \"<!--\""
        ])
        try home.run("build")
        let result = try home.run("docs", "generate")
        #expect(result.code == 0, "\(result.errors)")
        let catalog = try JSON.parse(try home.text("target/catalog.json"))
        let columns = catalog["nodes"]?["model.shop.customers"]?["columns"]
        #expect(columns?["customer"]?["type"]?.string == "VARCHAR")
        #expect(columns?["total"]?["index"]?.int == 2)
        let page = try home.text("target/index.html")
        #expect(page.contains("All customers."))
        // Two scripts and the data, whatever the project's texts hold.
        #expect(page.components(separatedBy: "</script>").count == 4)
        for outside in ["http://", "src=", "@import", "url("] {
            let own = page.replacing("http://www.w3.org/2000/svg", with: "")
            #expect(!own.contains(outside), "\(outside)")
        }
    }

    @Test func whatHasChangedCanBeSelected() throws {
        let home = try PipelineHome()
        try home.run("parse", "--target-path", home.project.appending(path: "old").path)
        try home.write(["models/staging/stg_orders.sql": "select * from {{ ref('raw_orders') }}"])
        let old = home.project.appending(path: "old").path
        let result = try home.run("ls", "-s", "state:modified+", "--state", old)
        #expect(
            result.lines == [
                "shop.customers", "shop.staging.stg_orders", "shop.not_null_customers_customer",
                "shop.unique_customers_customer",
            ])
    }

    @Test func listingsHaveTheKeysThatAreAsked() throws {
        let home = try PipelineHome()
        let result = try home.run(
            "ls", "-s", "customers", "--resource-type", "model", "--output", "json",
            "--output-keys", "name", "config.materialized")
        #expect(
            try result.json() == ["name": "customers", "config.materialized": "table"])
    }
}
