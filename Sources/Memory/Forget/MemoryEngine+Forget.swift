import DuckDB
import Foundation

extension MemoryEngine {
    /// Erases a memory and every trace of it: its vector and accesses, and each derived row that
    /// was made of it, in all cycles. What other memories shared with it the next sleep derives
    /// anew without it. Both files are written anew, so that no deleted byte stays behind.
    ///
    /// - Throws: `homeUnusable` for a home that can only be read. When it throws before the store
    ///   has let go of the memory, nothing is erased.
    public func forget(_ memory: MemoryRecord) throws(MemoryError) -> ErasureReceipt {
        if isReadOnly {
            throw MemoryError(
                .homeUnusable, "\(home.directory.path) can only be read; nothing was erased")
        }
        try flush()
        try markErasure()
        let receiptID = options.randomID()
        let erasedAt = now
        // Derived rows first: if this is interrupted, the memory is still there to be forgotten.
        var removed = try reporting(home.sleepFile.path) {
            try connection.transaction { () throws(DuckDBError) in
                try DerivedTraces(connection: connection).delete(memory.id)
            }
        }
        let receipt: ErasureReceipt = try reporting(home.storeFile.path) {
            let digest = try store.hashes(of: [Self.digestText(receiptID, memory.content)])[0]
            removed += try store.erase(
                memory, receipt: receiptID, at: erasedAt, digest: digest)
            return ErasureReceipt(
                id: receiptID, namespace: memory.namespace, memoryID: memory.id,
                erasedAt: erasedAt, digest: digest, removed: removed)
        }
        indexes.removeAll()
        try finishErasure()
        return receipt
    }

    /// Writes both files anew where an erasure was interrupted: nobody can name its memory any more
    /// to ask for it again.
    func finishInterruptedErasure() throws(MemoryError) {
        if FileManager.default.fileExists(atPath: home.erasureMark.path) { try finishErasure() }
    }

    /// Leaves no deleted byte in the files, and nothing that says so.
    private func finishErasure() throws(MemoryError) {
        try store.rewrite()
        try reporting(home.sleepFile.path) {
            try connection.execute("USE memory")
            defer { try? connection.execute("USE sleep") }
            try derived.rewrite()
        }
        try? FileManager.default.removeItem(at: home.spillDirectory)
        try? FileManager.default.removeItem(at: home.erasureMark)
    }

    private func markErasure() throws(MemoryError) {
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
        let left = try reporting(home.sleepFile.path) {
            try DerivedTraces(connection: connection).count(receipt.memoryID)
        }
        for trace in left {
            faults.append("sleep still has \(trace.rows) rows in \(trace.table)")
        }
        return faults
    }

    private static func digestText(_ receipt: UUID, _ content: String) -> String {
        receipt.uuidString.lowercased() + content
    }
}
