import Arguments
import DuckDB
import Foundation
import Governor
import JSON

enum GovernorShowCommand: Command {
    static let spec = CommandSpec(
        "show", abstract: "Show the limits that hold, and who set each",
        discussion: """
            The machine's figures are those that this process may use: the smallest of the \
            machine, the control groups around it (versions 1 and 2) and ulimit.
            """,
        examples: [
            Example("dormouse governor show", "here and now"),
            Example("dormouse governor show --template container", "as if it were named"),
        ],
        options: [
            .value(
                "template", "NAME", .choice(GovernorTemplate.all.map(\.name)),
                help: "show this template instead of the one that is set or fits the machine")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let limits = try invocation.governorLimits()
        let machine = MachineReading.current
        let console = invocation.console
        let (steps, otherTarget) = try invocation.governorLadder()
        let ladder = steps.map(\.rawValue) + ["stop"]
        if invocation.wantsJSON {
            var object = json(limits, machine).object ?? JSON.Object()
            object["ladder"] = .array(ladder.map { .string($0) })
            object["other_target"] = otherTarget.map { .string($0) } ?? .null
            object["features"] = .array(
                try invocation.features().map { state in
                    [
                        "name": .string(state.feature.rawValue), "on": .bool(state.isOn),
                        "share": state.share.map { JSON($0) } ?? .null,
                        "set_by": .string(state.origin),
                    ]
                })
            console.print(json: .object(object))
            return 0
        }
        let group = machine.group
        let facts: [(String, String)] = [
            ("memory", text(machine.physicalMemory)),
            ("processors", "\(machine.processors)"),
            ("control group", group.memory.map { "memory \(text($0))" } ?? "no memory limit"),
            (
                "",
                group.processors.map { "\(decimal($0, places: 1)) processors" }
                    ?? "all processors"
            ),
            ("ulimit -v", machine.addressSpace.map { text($0) } ?? "none"),
            ("usable", "\(text(machine.usableMemory)), \(machine.usableProcessors) processors"),
            ("template", "\(limits.template.name) (\(limits.templateOrigin))"),
            (
                "out of memory",
                ladder.map {
                    $0 == FallbackStep.otherTarget.rawValue ? "\($0) \(otherTarget ?? "")" : $0
                }
                .joined(separator: " > ")
            ),
        ]
        for (name, value) in facts {
            let label = name.padding(toLength: 15, withPad: " ", startingAt: 0)
            console.print("\(label, .dim)\(singleLine(value))")
        }
        console.print()
        var table = Table([.init("limit"), .init("value"), .init("set by")])
        for row in rows(limits) {
            let asked = row.asked.map { " (asked: \($0))" } ?? ""
            table.add([row.name, row.value + asked, "\(row.origin)"])
        }
        console.print(table)
        console.print()
        for state in try invocation.features() {
            let label = state.feature.rawValue.padding(toLength: 19, withPad: " ", startingAt: 0)
            let share = state.share.map { " for \(percent($0))" } ?? ""
            console.print("\(label, .dim)\(state.isOn ? "on" : "off")\(share) (\(state.origin))")
        }
        for warning in limits.warnings { console.warn(TerminalText(warning)) }
        return 0
    }

    private struct Row {
        var name: String
        var value: String
        var origin: LimitOrigin
        var asked: String?
    }

    private static func rows(_ limits: GovernorLimits) -> [Row] {
        func row<Value>(
            _ name: String, _ limit: Sourced<Value>, _ text: (Value) -> String
        ) -> Row {
            Row(
                name: name, value: text(limit.value), origin: limit.origin,
                asked: limit.asked.map(text))
        }
        return [
            row("memory_limit", limits.memory, text),
            row("process_memory_limit", limits.processMemory, text),
            row("threads", limits.threads) { "\($0)" },
            row("temp_directory", limits.temporaryDirectory) { $0 },
            row("max_temp_directory_size", limits.maxTemporarySize, text),
            row("checkpoint_threshold", limits.checkpointThreshold, text),
            row("statements", limits.statements) { "\($0) at once" },
            row("statement_timeout", limits.statementTime, durationText),
        ]
            + [("model_timeout", limits.modelTime), ("run_timeout", limits.runTime)].map {
                name, limit in
                limit.map { row(name, $0, durationText) }
                    ?? Row(name: name, value: "none", origin: .template(limits.template.name))
            }
    }

    private static func text(_ count: ByteCount) -> String { bytesText(Int(count.bytes)) }

    private static func json(_ limits: GovernorLimits, _ machine: MachineReading) -> JSON {
        func limit<Value>(_ limit: Sourced<Value>, _ value: (Value) -> JSON) -> JSON {
            [
                "value": value(limit.value), "set_by": .string("\(limit.origin)"),
                "asked": limit.asked.map(value) ?? .null,
            ]
        }
        func bytes(_ count: ByteCount) -> JSON { JSON(Int(count.bytes)) }
        func seconds(_ time: Sourced<Duration>) -> JSON { limit(time) { JSON($0 / .seconds(1)) } }
        return [
            "machine": [
                "memory_bytes": bytes(machine.physicalMemory),
                "processors": JSON(machine.processors),
                "control_group_memory_bytes": machine.group.memory.map(bytes) ?? .null,
                "control_group_processors": machine.group.processors.map { JSON($0) } ?? .null,
                "address_space_bytes": machine.addressSpace.map(bytes) ?? .null,
                "usable_memory_bytes": bytes(machine.usableMemory),
                "usable_processors": JSON(machine.usableProcessors),
            ],
            "template": .string(limits.template.name),
            "template_set_by": .string("\(limits.templateOrigin)"),
            "limits": [
                "memory_limit_bytes": limit(limits.memory, bytes),
                "process_memory_limit_bytes": limit(limits.processMemory, bytes),
                "threads": limit(limits.threads) { JSON($0) },
                "temp_directory": limit(limits.temporaryDirectory) { .string($0) },
                "max_temp_directory_size_bytes": limit(limits.maxTemporarySize, bytes),
                "checkpoint_threshold_bytes": limit(limits.checkpointThreshold, bytes),
                "statements": limit(limits.statements) { JSON($0) },
                "statement_timeout_seconds": seconds(limits.statementTime),
                "model_timeout_seconds": limits.modelTime.map(seconds) ?? .null,
                "run_timeout_seconds": limits.runTime.map(seconds) ?? .null,
            ],
            "warnings": .array(limits.warnings.map { .string($0) }),
        ]
    }
}
