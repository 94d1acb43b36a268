import Arguments
import Foundation
import JSON
import Memory

enum UndoCommand: Command {
    static let spec = CommandSpec(
        "undo", abstract: "Take back the last remember or import of a namespace",
        discussion: """
            Says what would go, and asks. What has been told again since, by whomever, stays. \
            Called again, it takes back the one before. Nothing of it is left in the home, as with \
            'forget', but what was undone can be told again without a word.
            """,
        examples: [
            Example("dormouse undo", "asks, then takes back"),
            Example("dormouse undo --yes --json", "for a program"),
            Example("dormouse undo --dry-run", "only say what would go"),
        ],
        options: [
            .flag("yes", short: "y", help: "do not ask"),
            .flag("dry-run", help: "change nothing"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        try invocation.requireStore()
        let engine = try invocation.engine()
        guard let last = try engine.lastTelling(namespace: invocation.namespace) else {
            throw MemoryError(
                .notFound,
                "nothing to undo in the namespace '\(invocation.namespace)': no remember or import "
                    + "is written down there")
        }
        let isDryRun = invocation.command.flag("dry-run")
        if !invocation.wantsJSON { say(last, invocation) }
        guard isDryRun || invocation.command.flag("yes") || asks(invocation) else {
            invocation.console.note("nothing was changed")
            return 1
        }
        if !isDryRun { try engine.undo(last) }
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "telling": .string(last.number.uuidString.lowercased()),
                "told_at": .string(last.toldAt.description),
                "undone": .array(
                    last.memories.map { .string($0.id.uuidString.lowercased()) }),
                "told_again": .int(last.toldAgain), "dry_run": .bool(isDryRun),
            ])
        } else if !isDryRun {
            invocation.console.print(
                "taken back: \(counted(last.memories.count, "memory", plural: "memories"))")
        }
        return 0
    }

    private static func say(_ last: LastTelling, _ invocation: Invocation) {
        let micros = last.toldAt.microseconds
        let time = absoluteTime(micros, secondsAheadOfUTC: secondsAheadOfUTC(at: micros))
        invocation.console.print(
            "told on \(time): \(counted(last.memories.count, "memory", plural: "memories")) would go"
        )
        let width = invocation.console.settings.wrappingWidth
        for memory in last.memories.prefix(5) {
            invocation.console.print(
                TerminalText(
                    "    " + truncated(singleLine(harmless(memory.content)), to: width - 4)))
        }
        if last.memories.isEmpty, last.toldAgain == 0 {
            invocation.console.print(
                "    it told nothing that was not known; 'undo' again takes back the one before"
            )
        }
        if last.memories.count > 5 {
            invocation.console.print("    and \(grouped(last.memories.count - 5)) more")
        }
        if last.toldAgain > 0 {
            invocation.console.print(
                "\(counted(last.toldAgain, "memory", plural: "memories")) that were told again since stay"
            )
        }
    }

    private static func asks(_ invocation: Invocation) -> Bool {
        guard isatty(STDIN_FILENO) == 1 else {
            invocation.console.fail("cannot ask here: give --yes to undo without being asked")
            return false
        }
        invocation.console.print("Take it back? Type yes:")
        return readLine() == "yes"
    }
}
