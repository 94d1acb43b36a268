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
            options: PipelineOptions.selection + PipelineOptions.resourceTypes + [
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
        let lines = try Listing(call: call, project: project).lines()
        if lines.isEmpty {
            call.console.warn("No nodes selected!")
        }
        for line in lines { call.console.write(trusted: line + "\n") }
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
        let (nodes, unmatched) = try project.selected(select: call.select, exclude: call.exclude)
        try call.warnOfUnmatched(unmatched)
        let sorted = nodes.sorted { $0.id < $1.id }
        let format =
            call.invocation.wantsJSON ? "json" : call.command.string("output", default: "selector")
        return sorted.map { node in
            switch format {
            case "name": node.name
            case "path": node.path
            case "json": object(node).text()
            default: node.fqn.joined(separator: ".")
            }
        }
    }

    private func object(_ node: Node) -> JSON {
        [
            "name": .string(node.name), "resource_type": .string(node.kind.rawValue),
            "package_name": .string(node.package), "original_file_path": .string(node.path),
            "unique_id": .string(node.id), "tags": .array(node.tags.map { .string($0) }),
        ]
    }
}

extension PipelineCall {
    func warnOfUnmatched(_ words: [String]) throws {
        try warn(
            words.map {
                Warning("The selection criterion '\($0)' does not match any enabled nodes")
            })
    }
}
