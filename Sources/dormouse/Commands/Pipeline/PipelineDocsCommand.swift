import Arguments
import Foundation
import JSON
import Pipeline

/// `pipeline docs`: the project's documentation.
enum PipelineDocsCommand: Command {
    static let spec = CommandSpec(
        "docs", abstract: "Document the project",
        examples: [
            Example("dormouse pipeline docs generate", "target/index.html"),
            Example("dormouse pipeline docs serve", "the same for a browser"),
        ],
        subcommands: [PipelineDocsGenerateCommand.spec, PipelineDocsServeCommand.spec])

    static func run(_ invocation: Invocation) throws -> Int32 {
        invocation.command.path.last == PipelineDocsServeCommand.spec.name
            ? try PipelineDocsServeCommand.run(invocation)
            : try PipelineDocsGenerateCommand.run(invocation)
    }
}

/// `pipeline docs generate`: the catalog, and a page that shows everything.
enum PipelineDocsGenerateCommand: Command {
    static let spec = CommandSpec(
        "generate", abstract: "Write catalog.json and the page target/index.html",
        discussion: """
            The page is one file without anything from outside: it can be opened from the disk, \
            sent, or put on any server. It shows the lineage, columns with their types and tests, \
            SQL, and how the last run went.
            """,
        examples: [
            Example("dormouse pipeline docs generate", "with what the database says"),
            Example("dormouse pipeline docs generate --empty-catalog", "without asking it"),
        ],
        options: PipelineOptions.deferrable + [
            .flag(
                "compile", negatable: true, default: true,
                help: "--no-compile shows what was compiled before, and writes no manifest"),
            .flag("empty-catalog", help: "do not ask the database for columns"),
            .flag("static", help: "as dbt has it; the page is always a single file"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let project = try call.project()
        let folder = ArtifactFolder(call.targetDirectory)
        var options = RunOptions()
        options.compiledDirectory = call.targetDirectory
        options.selection = try call.selection()
        options.deferral = try call.deferral()
        let runner = try call.runner(
            project, options: options, onEvent: RunConsole(call, project: project).take)
        let log = call.logsEvents ? EventLog(call, project: project) : nil
        log?.greet(project)
        var compiled: [String: String] = [:]
        var code: Int32 = 0
        if call.command.flag("compile") {
            do throws(PipelineError) {
                for node in try runner.compile() { compiled[node.id] = node.sql }
            } catch {
                // What cannot be compiled is shown without its SQL.
                call.console.fail(TerminalText(error.description))
                code = 1
            }
        } else {
            for node in project.nodes { compiled[node.id] = call.compiledSQL(node) }
        }
        if call.command.flag("compile") { try call.writeManifest(project, compiled: compiled) }
        log?.begin(count: compiled.count)
        log?.buildingCatalog()
        try call.workspace.copyAssets(to: call.targetDirectory)
        let catalog =
            call.command.flag("empty-catalog")
            ? Catalog(empty: project) : try Catalog(runner)
        let document = catalog.json(now: Date())
        try folder.write(document, as: "catalog.json")
        let site = DocsSite(
            project, catalog: document, results: folder.read("run_results.json"),
            compiled: compiled)
        try folder.write(page: site.html(now: Date()), as: "index.html")
        let page = call.shown(call.targetDirectory.appending(path: "index.html"))
        if let log {
            log.catalogWritten(folder.directory.appending(path: "catalog.json").path)
        } else if invocation.wantsJSON {
            call.console.print(json: ["page": .string(page), "compiled": .int(compiled.count)])
        } else if !call.console.settings.isQuiet {
            call.console.print("Catalog written to \(call.shown(folder.directory))/catalog.json")
            call.console.print("Page written to \(page)")
        }
        return code
    }
}
