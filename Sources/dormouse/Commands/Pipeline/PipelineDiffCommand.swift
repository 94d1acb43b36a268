import Arguments
import DuckDB
import Foundation
import JSON
import Pipeline

/// `pipeline diff`: how a model's rows differ between two targets, or before and after a change.
enum PipelineDiffCommand: Command {
    static let spec = CommandSpec(
        "diff", abstract: "Compare the rows of models between two states",
        discussion: """
            Without --against, what is built (before) is compared with what the model's SQL gives \
            now (after); nothing is built. With it, the rows in another target (before) are \
            compared with those in this one (after).

            Rows belong together by --key, else by the model's unique_key, its primary key or its \
            tested unique columns; without any of these whole rows are counted. Ends with 1 where \
            there is a difference.
            """,
        examples: [
            Example("dormouse pipeline diff orders", "what the change to its SQL would do"),
            Example("dormouse pipeline diff orders --against prod --samples 3", "two targets"),
        ],
        arguments: [ArgumentSpec("model", .repeating, help: "what to compare; or --select")],
        options: PipelineOptions.selection + [
            .value("against", "TARGET", help: "the target that holds the rows before"),
            .value("key", "COLUMNS", help: "the columns that make a row: id or id,day"),
            .value(
                "samples", "N", .integer(0...10_000), default: "0",
                help: "show this many rows of each kind"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let project = try call.project()
        var request = try call.selection()
        request.select += call.command.strings("model")
        if request.select.isEmpty, request.selector == nil {
            throw call.command.usageError(
                "diff needs a model", suggestion: "name it, or give --select",
                code: .missingArgument)
        }
        request.indirect = .empty
        let (resources, unmatched) = try project.selected(request)
        try call.warnOfUnmatched(unmatched)
        let nodes = resources.compactMap(\.node).filter { $0.hasRows }
        if nodes.isEmpty {
            call.sayNothingToDo()
            return 0
        }
        let runner = try call.runner(project, onEvent: RunConsole(call, project: project).take)
        let other = try call.command.string("against").map { target in
            try DiffTarget(call, target: target, runner: runner)
        }
        let keys = call.command.string("key")?.split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        var diffs: [RelationDiff] = []
        for node in nodes {
            let here = DiffSide.relation(node.relation)
            let (before, after) =
                if let other {
                    (try other.side(of: node), here)
                } else {
                    (here, DiffSide.query(try runner.query(of: node)))
                }
            diffs.append(
                try runner.difference(
                    of: node, before: before, after: after, key: keys,
                    samples: call.command.integer("samples", default: 0)))
        }
        if invocation.wantsJSON {
            call.console.print(json: .array(diffs.map(\.json)))
        } else {
            for diff in diffs { DiffText(diff: diff).print(on: call.console) }
        }
        return diffs.allSatisfy(\.isEmpty) ? 0 : 1
    }
}

/// Another target, made readable beside this one.
private struct DiffTarget {
    private let project: Project
    private let alias: String?

    init(_ call: PipelineCall, target: String, runner: Runner) throws {
        var workspace = call.workspace
        workspace.target = target
        let profile = try workspace.profile()
        project = try workspace.project(profile: profile)
        alias = try runner.attach(profile, as: "dormouse_diff_other")
    }

    func side(of node: Node) throws -> DiffSide {
        guard var relation = project.node(node.id)?.relation else {
            throw PipelineError(
                .missingReference, "'\(node.name)' is not enabled in the other target")
        }
        if let alias, relation.database == project.options.profile.database {
            relation.database = alias
        }
        return .relation(relation)
    }
}

extension Node {
    /// Whether there are rows to compare.
    fileprivate var hasRows: Bool {
        switch materialization {
        case .view, .table, .incremental, .seed, .snapshot: true
        default: false
        }
    }
}
