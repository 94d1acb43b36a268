import Foundation
import JSON
import Testing

@testable import Pipeline

/// `state:` and `result:` against artifacts of an earlier run.
@Suite struct StateTests {
    private static func project() throws -> TestProject {
        try TestProject([
            "macros/twice.sql": "{% macro twice(x) %}2 * {{ x }}{% endmacro %}",
            "models/a.sql": "select 1 as id",
            "models/b.sql": "select {{ twice('id') }} as id from {{ ref('a') }}",
            "models/c.sql": "select * from {{ ref('b') }}",
        ])
    }

    /// The names that a selection means after files have changed.
    private func names(
        _ select: String, after files: [String: String], results: [String: String] = [:]
    ) throws -> Set<String> {
        let project = try Self.project()
        let state = ArtifactFolder(project.directory.appending(path: "state"))
        try state.write(try Manifest(project.load()).json(now: Date()), as: "manifest.json")
        let document: JSON = [
            "results": .array(
                results.map { ["unique_id": .string($0.key), "status": .string($0.value)] })
        ]
        try state.write(document, as: "run_results.json")
        try project.write(files)
        var request = SelectionRequest(select: [select])
        request.state = try PreviousState(directory: state.directory)
        return Set(try project.load().selected(request).resources.map(\.name))
    }

    @Test func whatIsTheSameIsNotModified() throws {
        // Blanks do not count.
        #expect(try names("state:modified", after: ["models/a.sql": "select  1\nas id\n"]) == [])
        #expect(try names("state:unmodified", after: [:]) == ["a", "b", "c"])
    }

    @Test(
        arguments: [
            ("state:modified", ["a"]), ("state:modified.body", ["a"]),
            ("state:modified+", ["a", "b", "c"]),
            ("state:modified.configs", []), ("state:old", ["a", "b", "c"]), ("state:new", []),
        ] as [(String, Set<String>)])
    func aChangedBody(_ select: String, _ expected: Set<String>) throws {
        #expect(try names(select, after: ["models/a.sql": "select 2 as id"]) == expected)
    }

    @Test func aChangedConfiguration() throws {
        let yaml = "models: [{name: b, config: {materialized: table}}]"
        #expect(try names("state:modified.configs", after: ["models/p.yml": yaml]) == ["b"])
        #expect(try names("state:modified", after: ["models/p.yml": yaml]) == ["b"])
        #expect(try names("state:modified.body", after: ["models/p.yml": yaml]) == [])
        let alias = "models: [{name: b, config: {alias: bee}}]"
        #expect(try names("state:modified.relation", after: ["models/p.yml": alias]) == ["b"])
    }

    @Test func aChangedMacroChangesWhatCallsIt() throws {
        let macro = ["macros/twice.sql": "{% macro twice(x) %}3 * {{ x }}{% endmacro %}"]
        #expect(try names("state:modified", after: macro) == ["b"])
        #expect(try names("state:modified.macros", after: macro) == ["b"])
    }

    @Test func resultsAreThoseOfTheRun() throws {
        let results = ["model.shop.a": "success", "model.shop.b": "error"]
        #expect(try names("result:error+", after: [:], results: results) == ["b", "c"])
    }

    @Test func aFolderWithoutArtifactsIsToldOf() throws {
        #expect {
            try PreviousState(directory: URL(fileURLWithPath: "/nowhere"))
        } throws: { ($0 as? PipelineError)?.message.contains("no manifest.json") ?? false }
    }
}
