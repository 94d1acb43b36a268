import DuckDB
import Foundation
import Hashing
import LanguageModels

extension MemoryEngine {
    /// Erases a memory and every trace of it: its vector and accesses, and each derived row that
    /// was made of it, in all cycles. What other memories shared with it the next sleep derives
    /// anew without it. The files of the home are written anew, so that no deleted byte stays behind.
    ///
    /// - Throws: `homeUnusable` where memories can only be read. When it throws before the store has
    ///   let go of the memory, nothing is erased.
    public func forget(_ memory: MemoryRecord) throws(MemoryError) -> ErasureReceipt {
        try requireWriting()
        // What cannot be read cannot be cleaned.
        try requireSleepDatabase()
        try flush()
        guard hasSleepDatabase else { return try erase(memory) }
        // Who sleeps has a copy.
        return try turn { () throws(MemoryError) in
            home.discardWork()
            return try erase(memory)
        }
    }

    private func erase(_ memory: MemoryRecord) throws(MemoryError) -> ErasureReceipt {
        let receiptID = options.randomID()
        let erasedAt = now
        var removed: [ErasureReceipt.Removal] = []
        if hasSleepDatabase {
            try markErasure()
            // Derived rows first: if this is interrupted, the memory is still there to be forgotten.
            removed += try deleteDerived(memory.id)
        }
        let digest = SHA256.hexadecimal(Self.digestText(receiptID, memory.content))
        removed += try store.erase(memory, receipt: receiptID, at: erasedAt, digest: digest)
        indexes.removeAll()
        if hasSleepDatabase { try finishErasure() }
        return ErasureReceipt(
            id: receiptID, namespace: memory.namespace, memoryID: memory.id, erasedAt: erasedAt,
            digest: digest, removed: removed)
    }

    /// Deletes what sleep made of a memory on this machine.
    private func deleteDerived(_ id: UUID) throws(MemoryError) -> [ErasureReceipt.Removal] {
        try withDerived { connection in
            try connection.transaction { () throws(DuckDBError) in
                try DerivedTraces(connection: connection).delete(id)
            }
        }
    }

    /// Runs `body` with a connection whose own names are what sleep made.
    private func withDerived<T>(_ body: (Connection) throws -> T) throws(MemoryError) -> T {
        if let files { return try files.writing(body) }
        let connection = try connection
        return try reporting(home.sleepFile.path) { try body(connection) }
    }

    /// Writes the files anew where an erasure was interrupted: nobody can name its memory any more
    /// to ask for it again.
    func finishInterruptedErasure() throws(MemoryError) {
        guard FileManager.default.fileExists(atPath: home.erasureMark.path) else { return }
        home.discardWork()
        try finishErasure()
    }

    /// Leaves no deleted byte in the files, and nothing that says so.
    func finishErasure() throws(MemoryError) {
        // An answer of a language model may repeat what it was asked about.
        options.languageModels?.gateway.clearCache()
        if let files { try files.rewrite() } else { try sleepDatabase().rewrite() }
        try? FileManager.default.removeItem(at: home.spillDirectory)
        try? FileManager.default.removeItem(at: home.erasureMark)
    }

    func markErasure() throws(MemoryError) {
        let path = home.erasureMark.path
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw MemoryError(
                .homeUnusable, "cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// What of an erased memory is still here; empty where the receipt holds.
    public func verify(_ receipt: ErasureReceipt) throws(MemoryError) -> [String] {
        var faults: [String] = []
        for trace in try store.traces(of: receipt.memoryID) {
            faults.append("the store still has \(trace.rows) rows in \(trace.table)")
        }
        let again = try store.memoryMatching(
            digest: receipt.digest, salt: receipt.id.uuidString.lowercased())
        if let again {
            faults.append(
                "the same text is kept again, as memory \(again.uuidString.lowercased())")
        }
        guard hasSleepDatabase else { return faults }
        let left = try withDerived { try DerivedTraces(connection: $0).count(receipt.memoryID) }
        for trace in left {
            faults.append("sleep still has \(trace.rows) rows in \(trace.table)")
        }
        return faults
    }

    private static func digestText(_ receipt: UUID, _ content: String) -> String {
        receipt.uuidString.lowercased() + content
    }
}
