import Foundation
import Testing

@testable import Pipeline

/// `deps`: packages from folders, repositories, archives and a mirror of the hub.
@Suite struct PackageInstallerTests {
    private static let package = [
        "kit/dbt_project.yml": "name: kit\nversion: '1.2'\n",
        "kit/macros/m.sql": "{% macro kit_word() %}'kit'{% endmacro %}",
    ]

    @discardableResult
    private func run(_ words: [String], in folder: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(words)")
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func install(
        _ project: TestProject, environment: [String: String] = [:], upgrade: Bool = false
    ) throws(PipelineError) -> [PackageInstaller.Installed] {
        let workspace = Workspace(
            projectDirectory: project.directory.path, workingDirectory: project.directory,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            invocation: Invocation(id: "test", startedAt: Date(), command: "deps"))
        return try PackageInstaller(workspace) { (address) throws(PipelineError) in
            throw PipelineError(.missingPackage, "no network: \(address)")
        }.install(upgrade: upgrade)
    }

    @Test func aRepositoryIsFetchedAndItsRevisionIsKept() throws {
        let origin = try TestProject(Self.package)
        let folder = origin.directory.appending(path: "kit")
        let name = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        try run(["git", "init", "-q", "-b", "main"], in: folder)
        try run(["git", "add", "."], in: folder)
        try run(["git"] + name + ["commit", "-q", "-m", "one"], in: folder)
        let first = try run(["git", "rev-parse", "HEAD"], in: folder)
        let project = try TestProject([
            "packages.yml": "packages:\n  - git: \"file://\(folder.path)\"\n",
            "models/m.sql": "select {{ kit.kit_word() }} as word",
        ])
        #expect(try install(project).map(\.version) == [first])
        #expect(try project.runner().run().succeeded)
        try origin.write([
            "kit/macros/m.sql": "{% macro kit_word() %}'newer'{% endmacro %}"
        ])
        try run(["git"] + name + ["commit", "-q", "-a", "-m", "two"], in: folder)
        // As long as the project asks for the same, the same is installed.
        #expect(try install(project).map(\.version) == [first])
        #expect(try install(project, upgrade: true).map(\.version) != [first])
        let lock = try String(
            contentsOf: project.directory.appending(path: "package-lock.yml"), encoding: .utf8)
        #expect(lock.contains("kit") && !lock.contains(first))
    }

    @Test func archivesAndAMirrorOfTheHubNeedNoNetwork() throws {
        let origin = try TestProject(Self.package)
        try run(["tar", "-czf", "kit.tar.gz", "kit"], in: origin.directory)
        let archive = origin.directory.appending(path: "kit.tar.gz").path
        for (address, source) in [
            ("tarball: \(archive)\n    name: kit", [:]),
            ("tarball: file://\(archive)\n    name: kit", [:]),
            (
                "package: acme/kit\n    version: ['>=1.0.0', '<2.0.0']",
                ["DBT_PACKAGE_HUB_URL": "file://\(origin.directory.path)"]
            ),
        ] as [(String, [String: String])] {
            try origin.write([
                "api/v1/acme/kit.json": """
                {"name": "kit", "versions": {
                    "0.9.0": {"downloads": {"tarball": "nowhere"}},
                    "1.10.0": {"downloads": {"tarball": "kit.tar.gz"}},
                    "1.9.0": {"downloads": {"tarball": "nowhere"}},
                    "1.11.0-rc1": {"downloads": {"tarball": "nowhere"}},
                    "2.0.0": {"downloads": {"tarball": "nowhere"}}}}
                """
            ])
            let project = try TestProject([
                "packages.yml": "packages:\n  - \(address)\n",
                "models/m.sql": "select {{ kit.kit_word() }} as word",
            ])
            let installed = try install(project, environment: source)
            #expect(installed.map(\.name) == ["kit"])
            if !source.isEmpty { #expect(installed.map(\.version) == ["1.10.0"]) }
            #expect(try project.runner().run().succeeded)
        }
    }

    @Test func packagesBringTheirOwnAndLocalOnesAreLinked() throws {
        let project = try TestProject([
            "packages.yml": "packages:\n  - local: libraries/outer\n",
            "libraries/outer/dbt_project.yml": "name: outer\n",
            "libraries/outer/packages.yml": "packages:\n  - local: ../inner\n",
            "libraries/inner/dbt_project.yml": "name: inner\n",
            "dbt_packages/own/dbt_project.yml": "name: own\n",
        ])
        #expect(try install(project).map(\.name) == ["outer", "inner"])
        let names = try FileManager.default.contentsOfDirectory(
            atPath: project.directory.appending(path: "dbt_packages").path)
        #expect(names.sorted() == ["inner", "outer", "own"])
    }

    @Test func whatCannotBeFetchedIsNamedOrKept() throws {
        let project = try TestProject([
            "packages.yml":
                "packages:\n  - package: acme/kit\n    version: 1.0.0\n  - git: https://u:secret@127.0.0.1:1/x.git\n"
        ])
        do {
            _ = try install(project)
            Issue.record("it cannot be fetched")
        } catch {
            #expect(error.code == .missingPackage && error.file == "packages.yml")
            #expect(error.line == 2 && error.message.contains("acme/kit"))
        }
        try project.write([
            "packages.yml": "packages:\n  - package: acme/kit\n    version: 1.0.0\n",
            "dbt_packages/kit/dbt_project.yml": "name: kit\n",
        ])
        #expect(try install(project).first?.trouble?.contains("no network") == true)
    }
}
