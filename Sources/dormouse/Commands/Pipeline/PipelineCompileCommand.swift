import Arguments
import JSON
import Pipeline

/// `pipeline compile`: renders templates to SQL and builds nothing.
enum PipelineCompileCommand: Command {
    static let spec = CommandSpec(
        "compile", abstract: "Render models, tests and analyses to SQL in target/compiled",
        discussion: "Nothing is built, but templates may ask the database.",
        examples: [
            Example("dormouse pipeline compile -s orders", "print one, too"),
            Example(
                "dormouse pipeline compile --inline \"select * from {{ ref('orders') }}\"",
                "a text"),
        ],
        options: PipelineOptions.deferrable
            + PipelineOptions.resourceTypes + [
                PipelineOptions.inline, PipelineOptions.fullRefresh, PipelineOptions.empty,
                .value(
                    "output", "FORMAT", .choice(["text", "json"]), default: "text",
                    help: "how SQL is printed"),
            ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let project = try call.project()
        var options = RunOptions()
        options.compiledDirectory = call.targetDirectory
        options.selection = try call.selection()
        options.deferral = try call.deferral()
        options.isEmpty = call.hasFlag("empty")
        let runner = try call.runner(
            project, options: options, onEvent: RunConsole(call, project: project).take)
        let inline = call.command.string("inline")
        let isInline = inline != nil
        call.greet(project, isInline: isInline)
        let compiled: [CompiledNode]
        if let text = inline {
            if call.logsEvents { EventLog(call, project: project).begin(count: 1) }
            compiled = [try runner.compile(inline: text)]
        } else {
            compiled = try runner.compile(fullRefresh: call.command.flag("full-refresh"))
            if call.logsEvents { EventLog(call, project: project).begin(count: compiled.count) }
            if compiled.isEmpty { call.sayNothingToDo() }
        }
        let texts = compiled.filter { project.node($0.id)?.kind != .seed }
        let sql = texts.map { ($0.id, $0.sql) }
        try call.writeManifest(project, compiled: Dictionary(sql) { first, _ in first })
        // As in dbt: what no other than a person asks for is no result.
        let results =
            call.select.isEmpty
            ? compiled.filter { project.node($0.id)?.materialization != .ephemeral } : compiled
        let report =
            isInline
            ? runner.report(showing: compiled) : RunReport(compiled: results, of: project)
        try call.write(
            report, of: project, ConsumerOutcomes([], project: project, report: report))
        let isJSON = invocation.wantsJSON || call.command.string("output") == "json"
        let isAsked = isInline || !call.select.isEmpty
        for node in texts where isAsked || isJSON {
            if call.logsEvents {
                // As in dbt, which tells of those that are named.
                guard isInline || call.select.contains(where: { $0.contains(node.name) }) else {
                    continue
                }
                EventLog(call).compiled(node, isInline: isInline, asJSON: isJSON)
            } else if isJSON {
                call.console.print(json: [
                    "node": .string(node.name), "unique_id": .string(node.id),
                    "compiled": .string(node.sql),
                ])
            } else {
                call.console.print("Compiled node '\(node.name)' is:")
                call.console.write(trusted: node.sql + "\n")
                call.console.print()
            }
        }
        return 0
    }
}
