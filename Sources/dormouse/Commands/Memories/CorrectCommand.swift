import Arguments
import Foundation
import JSON
import Memory
import Wire

enum CorrectCommand: Command {
    static let spec = CommandSpec(
        "correct", abstract: "Say how it is instead: the old memory stays as history",
        discussion: """
            Keeps a new memory in the session, voice and tags of the old one, and marks the old one \
            as corrected: recall ranks it behind everything that stands. 'undo' takes it back. \
            The same as remember --replaces, with more of the old memory kept.
            """,
        examples: [
            Example("dormouse correct 019a3c5e-8f00 \"Ada moved to Porto\"", "not to Lisbon"),
            Example(
                "dormouse correct 019a3c5e-8f00 \"The flat has 3 rooms\" --at 2026-03-02",
                "and when it was so"),
        ],
        arguments: [
            ArgumentSpec("id", .required, help: "an id, or its first digits"),
            ArgumentSpec("text", .required, help: "how it is"),
        ],
        options: [
            .value("at", "TIME", defaultNote: "now", help: "when it happened"),
            .value("speaker", "NAME", defaultNote: "the old one's", help: "who says so"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let engine = try invocation.engine()
        let old = try invocation.memory(invocation.command.string("id", default: ""), in: engine)
        let text = invocation.command.string("text", default: "")
        engine.warmUp()
        let remembered = try engine.correct(
            old, with: text, time: try invocation.moment("at").map { .stated($0) } ?? .now,
            speaker: invocation.command.string("speaker"))
        if invocation.wantsJSON {
            var object = remembered.json(namespace: old.namespace).object ?? [:]
            object["supersedes"] = .string(old.id.uuidString.lowercased())
            invocation.console.print(json: .object(object))
        } else {
            invocation.console.print("\(remembered.id.uuidString.lowercased())")
        }
        do { try engine.embed(remembered, told: text) } catch {
            invocation.console.warn(
                "kept, but without a vector for now: \(String(describing: error))")
        }
        return 0
    }
}
