import Arguments
import JSON
import Pipeline

/// `pipeline ls`: what a selection means.
enum PipelineListCommand: Command {
    static let spec = makeSpec(named: "ls", hidden: false)

    static func makeSpec(named name: String, hidden: Bool) -> CommandSpec {
        CommandSpec(
            name, abstract: "List the resources that a selection means",
            examples: [
                Example("dormouse pipeline \(name) -s +orders", "what orders is made of"),
                Example(
                    "dormouse pipeline \(name) --output json --output-keys name tags",
                    "an object a line"),
            ],
            options: PipelineOptions.deferrable
                + PipelineOptions.resourceTypes + [
                    .value(
                        "output", "FORMAT",
                        .choice(["selector", "name", "path", "json", "text"]), default: "selector",
                        help: "what is printed of each"),
                    .value(
                        "output-keys", "KEY", greedy: true, help: "the keys that json prints"),
                ], isHidden: hidden)
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let project = try call.project()
        if call.logsEvents { call.greet(project) }
        let lines = try Listing(call: call, project: project).lines()
        if lines.isEmpty, call.logsEvents {
            EventLog(call).noNodesSelected()
        } else if lines.isEmpty {
            call.console.warn("No nodes selected!")
        }
        for line in lines {
            if call.logsEvents {
                EventLog(call).printed(line)
            } else {
                call.console.write(trusted: line + "\n")
            }
        }
        return 0
    }
}

/// `pipeline list`: the same under dbt's other name.
enum PipelineListAliasCommand: Command {
    static let spec = PipelineListCommand.makeSpec(named: "list", hidden: true)

    static func run(_ invocation: Invocation) throws -> Int32 {
        try PipelineListCommand.run(invocation)
    }
}

/// The lines of a listing.
struct Listing {
    let call: PipelineCall
    let project: Project

    func lines() throws -> [String] {
        var request = try call.selection()
        // As in dbt, where `ls` takes models alone by that option.
        if !call.command.strings("models").isEmpty { request.types = ["model"] }
        var (resources, unmatched) = try project.selected(request)
        // As dbt, which lists analyses only where they are asked for.
        if request.types.isEmpty { resources.removeAll { $0.type == "analysis" } }
        try call.warnOfUnmatched(unmatched)
        let manifest = Manifest(project)
        let format =
            call.invocation.wantsJSON ? "json" : call.command.string("output", default: "selector")
        var lines: [String] = []
        for resource in resources.sorted(by: { $0.id < $1.id }) {
            switch format {
            case "name": lines.append(resource.searchName)
            case "path": lines.append(resource.path)
            case "json": lines.append(object(try manifest.json(resource)).text())
            default: lines.append(resource.selector)
            }
        }
        return lines
    }

    /// The keys that were asked for, or those that dbt prints.
    private func object(_ json: JSON) -> JSON {
        let asked = call.command.strings("output-keys").flatMap { $0.split(separator: " ") }
        let keys =
            asked.isEmpty
            ? [
                "alias", "name", "package_name", "depends_on", "tags", "config", "resource_type",
                "source_name", "original_file_path", "unique_id",
            ] : asked.map(String.init)
        var object = JSON.Object()
        for key in keys {
            // `config.materialized` reaches into the value of a key.
            var value: JSON? = json
            for part in key.split(separator: ".") { value = value?[String(part)] }
            if let value { object[key] = value }
        }
        return .object(object)
    }
}

extension PipelineCall {
    func warnOfUnmatched(_ words: [String]) throws {
        try warn(words.map { Warning(unmatched: $0) })
    }
}
