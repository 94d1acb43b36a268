import Arguments
import Foundation
import JSON
import Memory

enum ForgetCommand: Command {
    static let spec = CommandSpec(
        "forget", abstract: "Erase a memory and every trace of it, and give a receipt",
        discussion: """
            Removes the memory, its vector, its accesses and whatever sleep derived from it, and \
            writes the files anew so that no byte of it stays behind. On a server the tables are \
            vacuumed, where this role may; what still holds bytes, such as the write-ahead log \
            and backups, is said, and until when. Other memories are not touched; the next sleep \
            derives anew what they shared with it. The receipt names the memory by id and digest \
            only. It is kept in the home's folder receipts, from before the erasure begins: what \
            is interrupted is finished by the next command. --verify checks a receipt later, by \
            its file or its id.
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
            .value(
                "verify", "RECEIPT", .file, help: "check the receipt in this file, or of this id"),
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
            if !receipt.pending.isEmpty {
                invocation.console.print("not yet gone from:")
                for place in receipt.pending { invocation.console.print("  \(place)") }
            }
        }
        if invocation.console.outputFailure != nil {
            let file = ReceiptFolder(engine.home).file(of: receipt.id).path
            invocation.console.warn("the memory is erased; its receipt is kept in \(file)")
        }
        return 0
    }

    private static func verify(_ file: String, _ invocation: Invocation) throws -> Int32 {
        let receipt: ErasureReceipt
        if let id = UUID(uuidString: file), !FileManager.default.fileExists(atPath: file) {
            receipt = try ReceiptFolder(invocation.home).receipt(id)
        } else {
            receipt = try ErasureReceipt(json: try read(file))
        }
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
