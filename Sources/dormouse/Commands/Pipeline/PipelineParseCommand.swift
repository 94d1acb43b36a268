import Arguments
import JSON
import Pipeline

/// `pipeline parse`: reads the project and runs nothing.
enum PipelineParseCommand: Command {
    static let spec = CommandSpec(
        "parse", abstract: "Read the project and say what is wrong with it",
        discussion: "The database is not asked. Writes target/manifest.json.",
        examples: [
            Example("dormouse pipeline parse", "here"),
            Example("dormouse pipeline parse --project-dir shop --json", "elsewhere"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let project = try call.project()
        try call.writeManifest(project)
        if invocation.wantsJSON {
            call.console.print(json: [
                "project": .string(project.name), "nodes": .int(project.nodes.count),
                "sources": .int(project.sources.count),
                "warnings": .array(project.warnings.map { .string($0.description) }),
            ])
        } else if !call.console.settings.isQuiet {
            call.console.print("\(project.inventory())")
        }
        return 0
    }
}
