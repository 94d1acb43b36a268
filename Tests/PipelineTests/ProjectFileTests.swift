import DuckDB
import Foundation
import Testing

@testable import Pipeline

/// The files beside `dbt_project.yml`: variables, what is ignored, the environment.
@Suite struct ProjectFileTests {
    @Test func variablesStandInAFileOfTheirOwn() throws {
        let project = try TestProject([
            "vars.yml": "vars:\n  limit: 3\n  shop: {limit: 4}\n",
            "models/m.sql": "select {{ var('limit') }} as n",
        ])
        #expect(try project.runner().run().succeeded)
        #expect(try project.connection.query("select n from m").first?.intValue == 4)
    }

    @Test func variablesInBothFilesAreRefused() throws {
        let project = try TestProject([
            "dbt_project.yml": "name: shop\nprofile: shop\nvars: {a: 1}\n",
            "vars.yml": "vars: {b: 2}\n",
        ])
        let error = try #require(project.loadError())
        #expect(error.code == .projectFile && error.message.contains("vars.yml"))
        #expect(error.line == 3)
    }

    static let ignored: [(String, String, Bool)] = [
        ("a.sql", "models/a.sql", true), ("*.bak.sql", "models/x/a.bak.sql", true),
        ("models/old/", "models/old/a.sql", true), ("old/", "models/old/deep/a.sql", true),
        ("old/", "models/old", false), ("/models/a.sql", "models/a.sql", true),
        ("/a.sql", "models/a.sql", false), ("models/**/a.sql", "models/x/y/a.sql", true),
        ("models/**/a.sql", "models/a.sql", true), ("models/**", "models/x/a.sql", true),
        ("models/*.sql", "models/x/a.sql", false), ("# a.sql", "models/a.sql", false),
        ("*.sql\n!keep.sql", "models/keep.sql", false), ("", "models/a.sql", false),
        ("draft_[0-9].sql", "models/draft_7.sql", true), ("a.sql  ", "models/a.sql", true),
        ("models", "models/a.sql", true), ("\\#a.sql", "models/#a.sql", true),
    ]

    @Test(arguments: ignored)
    func patternsIgnoreAsGitDoes(pattern: String, path: String, isIgnored: Bool) {
        #expect(IgnoreFile(pattern).ignores(path) == isIgnored)
    }

    static let environments: [(String, [String])] = [
        ("A=1\nexport B = two words # said\n", ["A=1", "B=two words"]),
        ("A='x # y'\nB=\"a\\tb\\n\"\n", ["A=x # y", "B=a\tb\n"]),
        ("A=\nB= # no\nC=#yes\nD=a#b\n", ["A=", "B=", "C=#yes", "D=a#b"]),
        ("A='it\\'s'\nnot one\nB=2", ["A=it's", "B=2"]),
        ("A=\"two\nlines\"\r\nB=1\r\n", ["A=two\nlines", "B=1"]),
        ("A='unclosed\nB=2\n", ["B=2"]), ("ONLY\nB=2\n", ["B=2"]),
    ]

    @Test(arguments: environments)
    func theEnvironmentIsReadAsPythonDotenvReadsIt(text: String, expected: [String]) {
        #expect(DotEnv.bindings(in: text).map { "\($0.name)=\($0.value)" } == expected)
    }

    @Test func whatIsSetStaysAndOthersAreFilledIn() throws {
        let project = try TestProject([".env": "A=file\nB=${A}-${C:-none}\n", "x/y.sql": ""])
        let found = DotEnv.environment(
            ["A": "shell"], from: project.directory.appending(path: "x"))
        #expect(found == ["A": "shell", "B": "shell-none"])
    }

    @Test func aSeedThatIsNoTextFailsAlone() throws {
        let project = try TestProject(["seeds/good.csv": "a\n1\n"])
        try Data([0x61, 0x0a, 0xe9, 0x0a]).write(
            to: project.directory.appending(path: "seeds/latin.csv"))
        let report = try project.runner().seed()
        #expect(report["good"]?.status == .success && report["latin"]?.status == .error)
        #expect(report["latin"]?.error?.message.contains("UTF-8") == true)
        let latin = try #require(try project.load().nodes.first { $0.name == "latin" })
        _ = try project.load().checksum(of: latin)
    }

    @Test func aRunThatIsStoppedTellsOfWhatHasEnded() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as a",
            "models/b.sql":
                "{{ config(materialized='table') }} select sum(a.range * b.range) as s from range(1000000) a, range(1000000) b where {{ ref('a') is not none }}",
            "models/c.sql": "select * from {{ ref('b') }}",
        ])
        let stop = RunStop()
        var options = RunOptions()
        options.stop = stop
        let runner = try Runner(
            project: try project.load(), profile: .inMemory, connection: project.connection,
            options: options,
            onEvent: { event in
                // As soon as the long one has begun.
                if case .nodeStarted(_, "b", _, _) = event {
                    DispatchQueue.global().async {
                        Thread.sleep(forTimeInterval: 0.2)
                        stop.request()
                    }
                }
            })
        let report = try runner.run()
        #expect(report.wasStopped && !report.succeeded)
        #expect(report["a"]?.status == .success && report["b"]?.status == .error)
        #expect(report["c"] == nil)
    }
}
