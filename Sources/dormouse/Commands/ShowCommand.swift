import Arguments
import Foundation
import JSON
import Memory
import Wire

enum ShowCommand: Command {
    static let spec = CommandSpec(
        "show", abstract: "Show a memory, and what sleep has made of it",
        examples: [
            Example("dormouse show 019a3c5e-8f00", "by the beginning of its id"),
            Example("dormouse show 019a3c5e-8f00 --json", "everything, for a program"),
        ],
        arguments: [ArgumentSpec("id", .required, help: "an id, or its first digits")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let engine = try invocation.engine()
        let id = invocation.command.string("id", default: "")
        let memory = try invocation.memory(id, in: engine)
        let traces = try engine.traces(of: memory)
        let again = try engine.store.repetitions(of: memory.id)
        if invocation.wantsJSON {
            invocation.console.print(json: memory.json(with: traces, repetitions: again))
            return 0
        }
        let console = invocation.console
        for line in fitted(harmless(memory.content), console, indentation: 0) {
            console.print(TerminalText(line))
        }
        console.print()
        let told = fields(of: memory, saidAgain: again)
        for (name, value) in told + traces.map({ ($0.name, $0.text) }) {
            for (number, line) in fitted(singleLine(value), console, indentation: 12).enumerated() {
                let label = (number == 0 ? name : "")
                    .padding(toLength: 12, withPad: " ", startingAt: 0)
                console.print("\(label, .dim)\(line)")
            }
        }
        return 0
    }

    /// The lines of a text, wrapped where something limits the width.
    private static func fitted(_ text: String, _ console: Console, indentation: Int) -> [String] {
        guard let width = console.settings.outputWidth else { return [text] }
        return wrap(text, width: max(8, width - indentation))
    }

    private static func fields(
        of memory: MemoryRecord, saidAgain again: (count: Int, last: Moment?)
    ) -> [(String, String)] {
        let zone = { (moment: Moment) in
            absoluteTime(
                moment.microseconds, secondsAheadOfUTC: secondsAheadOfUTC(at: moment.microseconds))
        }
        let fields: [(String, String?)] = [
            ("id", memory.id.uuidString.lowercased()), ("namespace", memory.namespace),
            (
                "happened",
                zone(memory.occurredAt)
                    + (memory.timeSource == .stated ? "" : " (\(memory.timeSource.rawValue))")
            ),
            ("told", zone(memory.recordedAt)), ("speaker", memory.speaker), ("role", memory.role),
            ("session", memory.sessionID), ("context", memory.context),
            ("tags", memory.tags.isEmpty ? nil : memory.tags.joined(separator: ", ")),
            ("metadata", memory.metadata), ("part", memory.chunkIndex.map(String.init)),
            ("repeats", memory.repeats?.uuidString.lowercased()),
            (
                "said again",
                again.last.map { last in
                    (again.count == 1 ? "once, on " : "\(again.count) times, last on ")
                        + zone(last)
                }
            ),
        ]
        return fields.compactMap { name, value in value.map { (name, $0) } }
    }
}
