import Foundation
import Testing

/// What a project's own files say of how it is run: flags, packages, assets.
@Suite struct PipelineProjectTests {
    private func project(_ more: String) -> [String: String] {
        ["dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n" + more]
    }

    @Test func flagsOfTheProjectHoldUntilTheCommandLineSaysOtherwise() throws {
        let home = try PipelineHome(
            project("flags: {write_json: false, send_anonymous_usage_stats: false}"))
        let manifest = home.project.appending(path: "target/manifest.json").path
        let quiet = try home.run("parse")
        #expect(quiet.code == 0 && quiet.errors.isEmpty, "\(quiet.errors)")
        #expect(!FileManager.default.fileExists(atPath: manifest))
        #expect(try home.run("parse", "--write-json").code == 0)
        #expect(FileManager.default.fileExists(atPath: manifest))
    }

    @Test func warningsAreErrorsWhereTheProjectSaysSo() throws {
        let files = [
            "tests/warns.sql": "{{ config(severity='warn') }} select 1 as one",
            "models/stray.yml": "models: [{name: stray}]",
        ]
        let lenient = try PipelineHome(project("flags: {warn_error: no}").merging(files) { $1 })
        #expect(try lenient.run("build").code == 0)
        let strict = try PipelineHome(
            project("flags: {warn_error_options: {error: [LogTestResult]}}").merging(files) { $1 })
        #expect(try strict.run("build").code == 1)
    }

    @Test(arguments: [
        ("flags: {indirect_selection: sideways}", 2, "indirect-selection of dbt_project.yml"),
        ("flags: {write_json: perhaps}", 2, "write-json of dbt_project.yml is 'perhaps'"),
        ("flags: [a]", 2, "`flags` must be a mapping"),
        ("flags: {enable_magic: true}", 0, "the flag `enable_magic` has no effect here"),
        ("asset-paths: [.]", 2, "which holds the target folder"),
        ("asset-paths: [../elsewhere]", 2, "inside the project"),
    ])
    func mistakesAreSaid(_ more: String, _ code: Int32, _ says: String) throws {
        let result = try PipelineHome(project(more)).run("docs", "generate", "--empty-catalog")
        #expect(result.code == code)
        #expect(result.errors.contains(says), "\(result.errors)")
    }

    @Test func assetsLieBesideThePageAndNothingIsWrittenWithoutCompiling() throws {
        let home = try PipelineHome(
            project("asset-paths: [assets, missing]").merging(["assets/map.txt": "x"]) { $1 })
        #expect(try home.run("docs", "generate", "--no-compile").code == 0)
        let files = FileManager.default
        let target = home.project.appending(path: "target")
        #expect(files.fileExists(atPath: target.appending(path: "assets/map.txt").path))
        #expect(files.fileExists(atPath: target.appending(path: "index.html").path))
        #expect(!files.fileExists(atPath: target.appending(path: "manifest.json").path))
    }

    @Test func depsInstallsPackagesAndNamesThoseThatCannotBeFetched() throws {
        let package = ["parts/dbt_project.yml": "name: parts\nversion: '1.2'\nprofile: shop\n"]
        let home = try PipelineHome(
            package.merging(["packages.yml": "packages:\n  - local: parts\n"]) { $1 })
        let there = try home.run("deps")
        #expect(there.code == 0)
        #expect(there.lines == ["parts 1.2 in dbt_packages/parts/", "All packages are there."])
        #expect(try home.run("deps", "--json").output.contains(/"version": ?"1.2"/))
        let missing = try PipelineHome([
            "packages.yml":
                "packages:\n  - tarball: file:///nowhere/at-all.tar.gz\n    name: dbt_utils\n"
        ]).run("deps")
        #expect(missing.code == 2)
        #expect(missing.errors.contains("packages.yml:2: the package file:///nowhere"))
    }

    @Test func retryRunsWhatFailedAndWhatWasSkipped() throws {
        let home = try PipelineHome([
            "models/broken.sql": "select nope from {{ ref('stg_orders') }}",
            "models/below.sql": "select * from {{ ref('broken') }}",
        ])
        #expect(try home.run("build").code == 1)
        try home.write(["models/broken.sql": "select customer from {{ ref('stg_orders') }}"])
        let again = try home.run("retry")
        #expect(again.code == 0)
        #expect(again.lines.last?.contains("PASS=2 WARN=0 ERROR=0 SKIP=0") == true)
        // What is retried again is the same command, with nothing left to do.
        #expect(try home.run("retry").errors.contains("Nothing to do"))
    }

    @Test func deferReadsWhatIsNotBuiltHereWhereTheStateHasIt() throws {
        let home = try PipelineHome()
        #expect(try home.run("build").code == 0)
        let target = home.project.appending(path: "target")
        let state = home.project.appending(path: "state")
        try FileManager.default.copyItem(at: target, to: state)
        try home.write([
            "profiles.yml": """
            shop:
              target: other
              outputs:
                other:
                  type: duckdb
                  path: other.duckdb
                  attach: [{path: shop.duckdb, alias: shop}]
            """
        ])
        let alone = try home.run("run", "-s", "customers")
        #expect(alone.code == 1)
        let deferred = try home.run("run", "-s", "customers", "--defer", "--state", state.path)
        #expect(deferred.code == 0, "\(deferred.output)\(deferred.errors)")
        #expect(try home.run("run", "--defer").code == 2)
    }

    @Test func initMakesAProjectThatBuilds() throws {
        let home = try CommandHome()
        let made = try home.bash(
            "cd '\(home.folder.path)' && '\(CommandHome.program)' pipeline init garden && cd garden "
                + "&& '\(CommandHome.program)' pipeline build")
        #expect(made.code == 0, "\(made.output)\(made.errors)")
        #expect(made.lines.last?.contains("PASS=4") == true)
        let again = try home.bash(
            "cd '\(home.folder.path)' && '\(CommandHome.program)' pipeline init garden")
        #expect(again.code == 2 && again.errors.contains("already exists"))
    }
}
