import Arguments
import JSON
import Pipeline

/// `pipeline deps`: whether the packages that a project asks for are there.
enum PipelineDepsCommand: Command {
    static let spec = CommandSpec(
        "deps", abstract: "Check that the packages are installed",
        discussion: """
            Nothing is fetched: packages lie in dbt_packages, or where packages.yml names a local \
            path. One that is missing is named with its line, and the exit code is 2.
            """,
        examples: [Example("dormouse pipeline deps", "what is there")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let packages = try call.workspace.packages()
        if invocation.wantsJSON {
            call.console.print(
                json: .array(
                    packages.map {
                        [
                            "name": .string($0.name),
                            "version": $0.version.map { .string($0) } ?? .null,
                            "path": .string($0.path),
                        ]
                    }))
            return 0
        }
        if call.console.settings.isQuiet { return 0 }
        for package in packages {
            let version = package.version.map { " \($0)" } ?? ""
            call.console.print("\(package.name)\(version) in \(package.path)")
        }
        call.console.print(
            packages.isEmpty ? "The project uses no packages." : "All packages are there.")
        return 0
    }
}
