import Arguments
import Foundation
import JSON
import Memory

enum ForgetCommand: Command {
    static let spec = CommandSpec(
        "forget", abstract: "Erase a memory and every trace of it, and give a receipt",
        discussion: """
            Removes the memory, its vector, its accesses and whatever sleep derived from it, and \
            writes the files anew so that no byte of it stays behind. Other memories are not \
            touched; the next sleep derives anew what they shared with it. The receipt names the \
            memory by id and digest only; --verify checks one later.
            """,
        examples: [
            Example("dormouse forget 019a3c5e-8f00", "asks, then erases"),
            Example(
                "dormouse forget 019a3c5e-8f00 --yes --json > receipt.json", "keep the receipt"),
            Example("dormouse forget --verify receipt.json", "is it really gone?"),
        ],
        arguments: [ArgumentSpec("id", .optional, help: "an id, or its first digits")],
        options: [
            .flag("yes", short: "y", help: "do not ask"),
            .value("verify", "FILE", .file, help: "check the receipt in this file"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        if let file = invocation.command.string("verify") {
            return try verify(file, invocation)
        }
        guard let id = invocation.command.string("id") else {
            throw invocation.command.usageError("which memory? Give its id")
        }
        let engine = try invocation.engine()
        let memory = try invocation.memory(id, in: engine)
        guard invocation.command.flag("yes") || asks(about: memory, invocation) else {
            invocation.console.note("nothing was erased")
            return 1
        }
        let receipt = try engine.forget(memory)
        if invocation.wantsJSON {
            invocation.console.print(json: receipt.json)
        } else {
            let erased = receipt.removed.map { "\($0.rows) in \($0.table)" }
            invocation.console.print(
                "erased \(memory.id.uuidString.lowercased()): \(erased.joined(separator: ", "))")
            invocation.console.print("receipt \(receipt.id.uuidString.lowercased())")
        }
        return 0
    }

    private static func verify(_ file: String, _ invocation: Invocation) throws -> Int32 {
        let receipt = try ErasureReceipt(json: try read(file))
        let faults = try invocation.engine().verify(receipt)
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "erased": .bool(faults.isEmpty), "faults": .array(faults.map { .string($0) }),
            ])
        } else if faults.isEmpty {
            invocation.console.print("verified: no trace of the memory is left in this home")
        }
        if !invocation.wantsJSON {
            for fault in faults { invocation.console.fail(TerminalText(fault)) }
        }
        return faults.isEmpty ? 0 : 1
    }

    private static func read(_ file: String) throws -> JSON {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw MemoryError(.invalidInput, "cannot read the receipt \(file): is it there?")
        }
        do { return try JSON.parse(Array(data)) } catch {
            throw MemoryError(.invalidInput, "\(file) is no receipt: \(error)")
        }
    }

    private static func asks(about memory: MemoryRecord, _ invocation: Invocation) -> Bool {
        guard isatty(invocation.input.fileDescriptor) == 1 else {
            invocation.console.fail("cannot ask here: give --yes to erase without being asked")
            return false
        }
        invocation.console.print(TerminalText(harmless(String(memory.content.prefix(200)))))
        invocation.console.print("Erase this memory for good? Type yes:")
        return invocation.answer() == "yes"
    }
}
