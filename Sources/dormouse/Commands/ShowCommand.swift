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
        let marks = try engine.store.marks(namespace: memory.namespace)
        let later = try engine.store.laterTags(namespace: memory.namespace)
        let versions = try engine.versions(of: memory)
        if invocation.wantsJSON {
            var object = memory.json(marks, laterTags: later)
            let rest = memory.json(with: traces, repetitions: again).object ?? [:]
            for entry in rest.entries where object[entry.key] == nil {
                object[entry.key] = entry.value
            }
            if versions.count > 1 {
                object["versions"] = .array(
                    versions.map { .object($0.json(marks, laterTags: later)) })
            }
            invocation.console.print(json: .object(object))
            return 0
        }
        let console = invocation.console
        for line in fitted(harmless(memory.content), console, indentation: 0) {
            console.print(TerminalText(line))
        }
        console.print()
        let told = fields(of: memory, saidAgain: again, marks, later[memory.id] ?? [])
        let history =
            versions.count < 2 ? [] : versions.map { version(of: $0, isThis: $0 == memory) }
        for (name, value) in told + history + traces.map({ ($0.name, $0.text) }) {
            for (number, line) in fitted(singleLine(value), console, indentation: 14).enumerated() {
                let label = (number == 0 ? name : "")
                    .padding(toLength: 14, withPad: " ", startingAt: 0)
                console.print("\(label, .dim)\(line)")
            }
        }
        return 0
    }

    /// A version of a memory that was corrected, in a line.
    private static func version(of memory: MemoryRecord, isThis: Bool) -> (String, String) {
        let micros = memory.occurredAt.microseconds
        let time = absoluteTime(micros, secondsAheadOfUTC: secondsAheadOfUTC(at: micros))
        let content = truncated(singleLine(memory.content), to: 60)
        return ("version", "\(time)  \(isThis ? "this one" : shortID(memory.id))  \(content)")
    }

    /// The lines of a text, wrapped where something limits the width.
    private static func fitted(_ text: String, _ console: Console, indentation: Int) -> [String] {
        guard let width = console.settings.outputWidth else { return [text] }
        return wrapKeepingForm(text, width: width - indentation)
    }

    private static func fields(
        of memory: MemoryRecord, saidAgain again: (count: Int, last: Moment?),
        _ marks: MemoryMarks, _ later: [String]
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
            ("tagged", later.isEmpty ? nil : later.joined(separator: ", ")),
            ("pinned", marks.pins[memory.id].map { $0 ? "yes" : "no" }),
            ("corrects", memory.supersedes?.uuidString.lowercased()),
            ("corrected by", marks.corrections[memory.id]?.by.uuidString.lowercased()),
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
