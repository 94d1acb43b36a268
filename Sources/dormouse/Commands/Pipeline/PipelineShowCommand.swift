import Arguments
import DuckDB
import JSON
import Pipeline

/// `pipeline show`: the first rows a model would have.
enum PipelineShowCommand: Command {
    static let spec = CommandSpec(
        "show", abstract: "Show the first rows of a model or of a query, and build nothing",
        examples: [
            Example("dormouse pipeline show -s orders --limit 10", "a model"),
            Example(
                "dormouse pipeline show --inline \"select * from {{ ref('orders') }}\"",
                "a query"),
        ],
        options: PipelineOptions.deferrable + [
            PipelineOptions.inline,
            .value("inline-direct", "SQL", help: "a query as it is, without templates"),
            PipelineOptions.limit, PipelineOptions.fullRefresh,
            .value(
                "output", "FORMAT", .choice(["text", "json"]), default: "text",
                help: "how rows are printed"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let project = try call.project()
        var options = RunOptions()
        options.selection = try call.selection()
        options.deferral = try call.deferral()
        let runner = try call.runner(
            project, options: options, onEvent: RunConsole(call, project: project).take)
        let direct = call.command.string("inline-direct")
        let isInline = call.command.string("inline") != nil || direct != nil
        if call.logsEvents { call.greet(project, isInline: isInline) }
        let compiled: [CompiledNode]
        if let text = call.command.string("inline") {
            compiled = [try runner.compile(inline: text)]
        } else if let direct {
            compiled = [runner.query(direct)]
        } else {
            if call.select.isEmpty, call.command.string("selector") == nil {
                throw call.command.usageError(
                    "show needs a model or a query", suggestion: "give --select or --inline",
                    code: .missingOption)
            }
            compiled = try runner.compile()
                .filter { project.node($0.id)?.kind != .test || call.select.contains($0.name) }
            if compiled.isEmpty { call.sayNothingToDo() }
        }
        if call.logsEvents { EventLog(call, project: project).begin(count: compiled.count) }
        let isJSON = invocation.wantsJSON || call.command.string("output") == "json"
        let limit = call.command.integer("limit", default: 5)
        for node in compiled {
            let rows: QueryRows
            do {
                rows = try runner.rows(of: node, limit: limit < 0 ? nil : limit)
            } catch {
                if call.logsEvents {
                    EventLog(call).fail(error.description)
                } else {
                    call.console.fail(TerminalText(error.description))
                }
                return 1
            }
            if call.logsEvents {
                EventLog(call).shown(node, rows, isInline: isInline, asJSON: isJSON)
            } else if isJSON {
                call.console.print(json: [
                    "node": .string(node.name),
                    "show": .array(rows.rows.map { row in rows.object(row) }),
                ])
            } else {
                call.console.print("Previewing node '\(node.name)':")
                rows.print(on: call.console)
            }
        }
        try call.write(runner.report(showing: compiled), of: project)
        return 0
    }
}

extension QueryRows {
    func object(_ row: [Value]) -> JSON {
        .object(JSON.Object(zip(columns, row).map { ($0, $1.json) }))
    }

    /// A table with bars, as dbt draws it.
    var lines: [String] {
        let texts = rows.map { row in row.map { $0 == .null ? "" : singleLine($0.shownText) } }
        let widths = columns.indices.map { index in
            texts.map { displayWidth($0[index]) }.reduce(displayWidth(columns[index]), max)
        }
        func line(_ cells: [String], _ isRight: [Bool]) -> String {
            let padded = cells.enumerated().map { index, cell in
                let blanks = String(repeating: " ", count: widths[index] - displayWidth(cell))
                return isRight[index] ? blanks + cell : cell + blanks
            }
            return "| \(padded.joined(separator: " | ")) |"
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: " | ")
        return [line(columns, numeric), "| \(rule) |"] + texts.map { line($0, numeric) }
    }

    func print(on console: Console) {
        for line in lines { console.print("\(line)") }
        console.print()
    }

    private var numeric: [Bool] {
        columns.indices.map { index in
            rows.contains { $0[index].doubleValue != nil }
                && rows.allSatisfy { $0[index] == .null || $0[index].doubleValue != nil }
        }
    }
}

extension Value {
    /// The value as JSON: numbers, truth values, lists and structures stay what they are.
    var json: JSON {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .string(let text): .string(text)
        case .float, .double: doubleValue.map { .double($0) } ?? .null
        case .list(let items), .array(let items): .array(items.map(\.json))
        case .structure(let fields):
            .object(JSON.Object(fields.map { ($0.name, $0.value.json) }))
        case .int, .uint64, .hugeint, .uhugeint:
            intValue.map { .int($0) } ?? .bigNumber(shownText)
        case .decimal: .bigNumber(shownText)
        default: .string(shownText)
        }
    }

    /// The value as a person reads it.
    var shownText: String {
        switch self {
        case .string(let text): text
        default: String(describing: self)
        }
    }
}
