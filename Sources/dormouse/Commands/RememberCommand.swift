import Arguments
import Foundation
import JSON
import Memory
import Wire

enum RememberCommand: Command {
    static let spec = CommandSpec(
        "remember", abstract: "Keep a memory; when this returns, it is on disk",
        discussion: """
            Without TEXT, or with '-', the memory is read from standard input. What is told \
            without --at is always a memory of its own; the same text by the same speaker at the \
            same time in the same session is kept once. Text that was recalled within a day and \
            comes back in the voice of a program (--role assistant, tool or system), or that is \
            marked with --recalled, is kept as a repetition: 'show' counts it, recall does not \
            rank it.
            """,
        examples: [
            Example("dormouse remember \"Ada moved to Lisbon\"", "keep a memory of now"),
            Example(
                "dormouse remember \"Signed the lease\" --at 2026-03-02 --tag home --speaker Ada",
                "say when, about what and who says it"),
            Example("date | dormouse remember --session shell", "keep what a program prints"),
        ],
        arguments: [ArgumentSpec("text", .optional, help: "what to keep")],
        options: [
            .value("session", "NAME", help: "the talk or task it belongs to"),
            .value("at", "TIME", defaultNote: "now", help: "when it happened"),
            .value("tag", "NAME", repeating: true, help: "a tag; may be given again"),
            .value(
                "role", "ROLE", .choice(["user", "assistant", "system", "tool"]),
                help: "who speaks"),
            .value("speaker", "NAME", help: "who speaks, by name"),
            .value("replaces", "ID", help: "the memory this one corrects; it stays as history"),
            .flag("recalled", help: "it comes out of a recall: keep it as a repetition"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        var draft = MemoryDraft(
            namespace: invocation.namespace, content: try content(invocation),
            time: try invocation.moment("at").map { .stated($0) } ?? .now)
        draft.sessionID = invocation.command.string("session")
        draft.role = invocation.command.string("role")
        draft.speaker = invocation.command.string("speaker")
        draft.tags = invocation.command.strings("tag")
        if invocation.command.flag("recalled") { draft.metadata = #"{"recalled":true}"# }
        try draft.validate()
        let engine = try invocation.engine()
        if let id = invocation.command.string("replaces") {
            draft.supersedes = try invocation.memory(id, in: engine).id
        }
        engine.warmUp()
        let remembered = try engine.remember(draft)
        report(remembered, invocation)
        do { try engine.embed(remembered, told: draft.content) } catch {
            invocation.console.warn(
                "kept, but without a vector for now: \(String(describing: error))")
        }
        return 0
    }

    private static func content(_ invocation: Invocation) throws -> String {
        if let text = invocation.command.string("text"), text != "-" { return text }
        var data = Data()
        // One byte more than allowed tells that there is more; the rest need not be read.
        while data.count <= Limits.maximumContentBytes {
            let piece = try StandardInput.read(invocation.input)
            if piece.isEmpty { break }
            data.append(piece)
        }
        if data.count > Limits.maximumContentBytes {
            throw MemoryError(
                .invalidInput,
                "standard input has more than \(Limits.maximumContentBytes) bytes, the most a "
                    + "memory holds. Split it, one memory a part")
        }
        // A byte order mark is no part of the text.
        if data.starts(with: [0xEF, 0xBB, 0xBF]) { data.removeFirst(3) }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw MemoryError(
                .invalidInput,
                "standard input is not UTF-8; convert it first, for example with: "
                    + "iconv -f latin1 -t utf-8")
        }
        // CR LF is one character in Swift.
        return text.last == "\n" || text.last == "\r\n" ? String(text.dropLast()) : text
    }

    private static func report(_ remembered: Remembered, _ invocation: Invocation) {
        let id = remembered.id.uuidString.lowercased()
        if invocation.wantsJSON {
            invocation.console.print(json: remembered.json(namespace: invocation.namespace))
            return
        }
        switch remembered.outcome {
        case .stored: invocation.console.print("\(id)")
        case .known: invocation.console.print("\(id) (known already)")
        case .echo:
            let original = remembered.repeats?.uuidString.lowercased() ?? ""
            invocation.console.print("\(id) (kept as a repetition of \(original))")
        }
    }
}
