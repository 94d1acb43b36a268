import Arguments
import JSON
import Memory

enum SleepUndoCommand: Command {
    static let spec = CommandSpec(
        "undo", abstract: "Take back a cycle and all that came after it",
        discussion: """
            Recall answers at once as it did before that cycle. Memories are never touched; those \
            that the cycle had taken in wait for the next sleep, which makes the same of them \
            unless the project, a parameter or the language model is another. Cycles can be \
            undone for 30 days.
            """,
        examples: [Example("dormouse sleep undo 12", "cycle 12 and later ones")],
        arguments: [ArgumentSpec("cycle", .required, .integer(1...Int.max), help: "its number")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let engine = try invocation.engine()
        let undoing = try engine.undoSleep(invocation.command.integer("cycle") ?? 0)
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "undone": .array(undoing.cycles.map { .int($0) }),
                "last_cycle": .int(undoing.lastCycle), "waiting_memories": .int(undoing.waiting),
            ])
            return 0
        }
        let cycles = undoing.cycles
        let names =
            cycles.count == 1
            ? "cycle \(cycles[0])" : "cycles \(cycles[0]) to \(cycles[cycles.count - 1])"
        invocation.console.print(
            "undone: \(names). "
                + (undoing.lastCycle == 0
                    ? "Nothing that sleep made is left"
                    : "Things stand as after cycle \(undoing.lastCycle)"))
        if undoing.waiting > 0 {
            let memories = counted(undoing.waiting, "memory", plural: "memories")
            invocation.console.print("\(memories) will be slept on again")
        }
        return 0
    }
}
