import Arguments
import Foundation
import JSON
import Pipeline

/// `pipeline init`: a project to begin with.
enum PipelineInitCommand: Command {
    static let spec = CommandSpec(
        "init", abstract: "Make a new project",
        discussion: """
            A folder with a project file, a profile for a DuckDB file beside it, a model and its \
            tests. dbt runs it as well. Nothing that is there is overwritten.
            """,
        examples: [Example("dormouse pipeline init shop", "a project in the folder shop")],
        arguments: [ArgumentSpec("name", .required, help: "letters, digits and underscores")],
        options: [
            .flag("skip-profile-setup", short: "s", help: "write no profiles.yml"),
            .flag("skip-debug", hidden: true, help: "of dbt; without effect here"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.string("name", default: "")
        guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
            throw invocation.command.usageError(
                "'\(name)' cannot be the name of a project",
                suggestion: "letters, digits and underscores make one", code: .invalidValue)
        }
        let folder = URL(
            fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true
        ).appending(path: name)
        var files = project(name)
        if !invocation.command.flag("skip-profile-setup") { files += [profile(name)] }
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw PipelineError(
                .file, "a project called \(name) already exists here: \(folder.path)")
        }
        do {
            for (path, text) in files {
                let url = folder.appending(path: path)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
        } catch {
            throw PipelineError(.file, "the project cannot be written: \(error)")
        }
        if invocation.wantsJSON {
            invocation.console.print(
                json: ["project": .string(name), "path": .string(folder.path)])
            return 0
        }
        invocation.console.print("Your new dbt project \"\(name)\" was created.")
        invocation.console.print("Build it: cd \(name) && dormouse pipeline build")
        return 0
    }

    private static func profile(_ name: String) -> (String, String) {
        (
            "profiles.yml",
            """
            \(name):
              target: dev
              outputs:
                dev:
                  type: duckdb
                  path: \(name).duckdb
                  threads: 4

            """
        )
    }

    private static func project(_ name: String) -> [(String, String)] {
        [
            (
                "dbt_project.yml",
                """
                name: \(name)
                version: "1.0.0"
                profile: \(name)

                models:
                  \(name):
                    # Tables instead of views, where reading is more frequent than building:
                    # +materialized: table

                """
            ),
            (
                "models/numbers.sql",
                """
                select range as number, range % 2 = 0 as is_even
                from range(1, 11)

                """
            ),
            (
                "models/even_numbers.sql",
                """
                select number
                from {{ ref('numbers') }}
                where is_even

                """
            ),
            (
                "models/models.yml",
                """
                models:
                  - name: numbers
                    description: The numbers from one to ten.
                    columns:
                      - name: number
                        data_tests: [unique, not_null]
                  - name: even_numbers
                    description: Every second one of them.

                """
            ),
            (".gitignore", "target/\ndbt_packages/\nlogs/\n*.duckdb\n"),
        ]
    }
}
