import Arguments
import Foundation
import JSON
import Memory

enum TagCommand: Command {
    static let spec = CommandSpec(
        "tag", abstract: "Give a memory tags, or take back those that were given later",
        discussion: "The memory stays as it was told; its own tags cannot be taken away.",
        examples: [
            Example("dormouse tag 019a3c5e-8f00 home lease", "two tags"),
            Example("dormouse tag 019a3c5e-8f00 lease --remove", "one less"),
        ],
        arguments: [
            ArgumentSpec("id", .required, help: "an id, or its first digits"),
            ArgumentSpec("name", .requiredRepeating, help: "tags"),
        ],
        options: [.flag("remove", help: "take these tags back")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let engine = try invocation.engine()
        let memory = try invocation.memory(invocation.command.string("id", default: ""), in: engine)
        let names = invocation.command.strings("name")
        if invocation.command.flag("remove") {
            let count = try engine.untag(memory, from: names)
            if count == 0 {
                throw MemoryError(.notFound, "the memory has none of these tags")
            }
        } else {
            try engine.tag(memory, with: names)
        }
        let later = try engine.store.laterTags(namespace: memory.namespace)[memory.id] ?? []
        let id = memory.id.uuidString.lowercased()
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "id": .string(id), "tags": .array((memory.tags + later).map { .string($0) }),
            ])
        } else {
            let all = (memory.tags + later).map(singleLine).joined(separator: ", ")
            invocation.console.print(TerminalText("\(id): \(all)"))
        }
        return 0
    }
}

enum PinCommand: Command {
    static let spec = CommandSpec(
        "pin", abstract: "Keep a memory from fading",
        examples: [Example("dormouse pin 019a3c5e-8f00", "it stays easily retrieved")],
        arguments: [ArgumentSpec("id", .required, help: "an id, or its first digits")])

    static func run(_ invocation: Invocation) throws -> Int32 { try pin(true, invocation) }

    static func pin(_ isPinned: Bool, _ invocation: Invocation) throws -> Int32 {
        let engine = try invocation.engine()
        let memory = try invocation.memory(invocation.command.string("id", default: ""), in: engine)
        try engine.pin(memory, isPinned)
        let id = memory.id.uuidString.lowercased()
        if invocation.wantsJSON {
            invocation.console.print(json: ["id": .string(id), "pinned": .bool(isPinned)])
        } else {
            invocation.console.print("\(id): \(isPinned ? "pinned" : "not pinned")")
        }
        return 0
    }
}

enum UnpinCommand: Command {
    static let spec = CommandSpec(
        "unpin", abstract: "Let a pinned memory fade like any other",
        examples: [Example("dormouse unpin 019a3c5e-8f00", "also where its metadata pins it")],
        arguments: [ArgumentSpec("id", .required, help: "an id, or its first digits")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        try PinCommand.pin(false, invocation)
    }
}
