import Arguments
import Foundation
import JSON
import Testing

/// `dormouse pipeline`: lines, exit codes and folders as dbt has them.
@Suite struct PipelineRunTests {
    @Test func buildTellsOfEachNodeAndClosesAsDbtDoes() throws {
        let result = try PipelineHome().run("build")
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        #expect(result.lines.contains { $0.hasPrefix("1 of 5 START seed file main.raw_orders ") })
        #expect(
            result.output.contains(
                /2 of 5 OK created sql view model main.stg_orders \.+ \[OK in \d+\.\d\ds\]/))
        #expect(
            result.lines.last
                == "Done. PASS=5 WARN=0 ERROR=0 SKIP=0 NO-OP=0 REUSED=0 TOTAL=5")
        for line in result.lines { #expect(displayWidth(line) <= 80, "\(line)") }
    }

    @Test func aNodeThatFailsEndsWith1AndShowsWhere() throws {
        let home = try PipelineHome([
            "models/customers.sql": "select nope\nfrom {{ ref('stg_orders') }}"
        ])
        let result = try home.run("build")
        #expect(result.code == 1)
        #expect(result.output.contains("ERROR creating sql view model main.customers"))
        #expect(result.output.contains("[ERROR]: in model customers (models/customers.sql)"))
        #expect(result.output.contains("compiled code at "))
        #expect(result.output.contains("SKIP=2"))
    }

    @Test(arguments: [
        (["run", "--target", "nope"], "nope"), (["run", "--profile", "nope"], "nope"),
        (["run", "--vars", "[1]"], "--vars"), (["run", "--select", "tag:"], "tag"),
        (["run", "--profiles-dir", "/nowhere"], "profiles.yml"),
    ])
    func whatCannotBeginEndsWith2(_ arguments: [String], _ says: String) throws {
        let home = try PipelineHome()
        let result = try home.home.start(
            CommandHome.program,
            ["pipeline"] + arguments + ["--project-dir", home.project.path]
        ).wait()
        #expect(result.code == 2)
        #expect(result.errors.contains(says), "\(result.errors)")
    }

    @Test func aDatabaseMayLieInTheTargetFolderAndFoldersOfFunctionsMayBeEmpty() throws {
        let home = try PipelineHome([
            "profiles.yml":
                "shop: {target: dev, outputs: {dev: {type: duckdb, path: target/shop.duckdb}}}",
            "dbt_project.yml":
                "name: shop\nprofile: shop\nfunction-paths: [functions]\nfunctions: {+enabled: true}\n",
        ])
        let result = try home.run("build", "--profiles-dir", home.project.path)
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        #expect(home.exists("target/shop.duckdb"))
        let other = try PipelineHome([
            "dbt_project.yml": "name: shop\nprofile: shop\nfunction-paths: [functions]\n",
            "functions/twice.py": "def main(x): return x * 2",
        ])
        let refused = try other.run("build")
        #expect(refused.code == 2)
        #expect(refused.errors.contains("functions/twice.py"), "\(refused.errors)")
    }

    @Test func nothingSelectedEndsWith0AndSaysSo() throws {
        let result = try PipelineHome().run("run", "-s", "nope")
        #expect(result.code == 0)
        #expect(result.errors.contains("Nothing to do."))
    }

    @Test func selectTakesSeveralWords() throws {
        let home = try PipelineHome()
        let result = try home.run("ls", "-s", "stg_orders", "raw_orders", "--output", "name")
        #expect(result.lines == ["stg_orders", "raw_orders"])
        #expect(try home.run("list", "-m", "tag:mart").output.contains("shop.customers"))
    }

    @Test func theProfileIsFoundAsDbtFindsIt() throws {
        let home = try PipelineHome()
        #expect(try home.run("parse").code == 0)
        try FileManager.default.createDirectory(
            at: home.home.folder.appending(path: ".dbt"), withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            at: home.project.appending(path: "profiles.yml"),
            to: home.home.folder.appending(path: ".dbt/profiles.yml"))
        #expect(try home.run("parse").code == 0)
        let elsewhere = ["DBT_PROFILES_DIR": "/nowhere"]
        #expect(try home.run("parse", environment: elsewhere).code == 2)
    }

    @Test func variablesOfTheEnvironmentAreDbts() throws {
        let home = try PipelineHome()
        let result = try home.home.start(
            CommandHome.program, ["pipeline", "seed"],
            environment: ["DBT_PROJECT_DIR": home.project.path, "DBT_TARGET": "other"]
        ).wait()
        #expect(result.code == 0, "\(result.errors)")
        #expect(home.exists("other.duckdb"))
        #expect(!home.exists("shop.duckdb"))
    }

    @Test func showAndInlineGiveRows() throws {
        let home = try PipelineHome()
        try home.run("build")
        let inline = "select sum(total) as sum from {{ ref('customers') }}"
        let rows = try home.run("show", "--inline", inline, "--output", "json").json()
        #expect(rows["show"]?[0]?["sum"]?.int == 35)
        let shown = try home.run("show", "-s", "customers", "--limit", "1")
        #expect(shown.lines.count == 4, "\(shown.output)")
    }

    @Test func cleanRemovesTheTargetAndNothingOutside() throws {
        let home = try PipelineHome()
        try home.run("compile")
        #expect(home.exists("target/compiled/shop/models/customers.sql"))
        #expect(home.exists("target/compiled/shop/models/schema.yml/unique_customers_customer.sql"))
        #expect(try home.run("clean").code == 0)
        #expect(!home.exists("target"))
        try home.write([
            "dbt_project.yml":
                "name: shop\nversion: '1'\nprofile: shop\nclean-targets: [target, ../other]\n"
        ])
        let refused = try home.run("clean")
        #expect(refused.code == 2)
        #expect(refused.errors.contains("../other"))
    }

    @Test func quietSaysOnlyWhatFails() throws {
        let home = try PipelineHome()
        let result = try home.run("build", "-q")
        #expect(result.output == "")
        #expect(result.errors == "")
    }
}
