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
        let id = options.randomID()
        let receipt = ErasureReceipt(
            id: id, namespace: memory.namespace, memoryID: memory.id, erasedAt: now,
            digest: SHA256.hexadecimal(Self.digestText(id, memory.content)), removed: [],
            isComplete: false)
        try home.create()
        // Who sleeps has a copy.
        return try erasingTurn { () throws(MemoryError) in
            // There is one mark: one erasure after the other.
            try finishInterruptedErasure()
            home.discardWork()
            home.discardCopies()
            try ReceiptFolder(home).write(receipt)
            try markErasure(id)
            let complete = try erase(memory, receipt)
            try removeErasureMark()
            events(.forgotten)
            return complete
        }
    }

    /// Runs `body` while nobody sleeps in this home; a sleep, of any process, gives way.
    func erasingTurn<T>(_ body: () throws(MemoryError) -> T) throws(MemoryError) -> T {
        let hold = try holdSleep(patience: options.patienceWithSleep, asksToGiveWay: true)
        return try withExtendedLifetime(hold) { () throws(MemoryError) in try body() }
    }

    /// Erases what a receipt says, from wherever it was interrupted.
    ///
    /// - Parameter memory: nil where the store has let go of it.
    private func erase(_ memory: MemoryRecord?, _ receipt: ErasureReceipt) throws(MemoryError)
        -> ErasureReceipt
    {
        var receipt = receipt
        // Derived rows first: if this is interrupted, the memory is still there to be forgotten.
        if hasSleepDatabase { receipt.removed += try deleteDerived(receipt.memoryID) }
        if let memory {
            receipt.removed += try store.erase(
                memory, receipt: receipt.id, at: receipt.erasedAt, digest: receipt.digest)
        }
        indexes.removeAll()
        try rewriteFiles()
        receipt.pending = ["backups and snapshots made before: until they are deleted"]
        if let server = store as? PostgreSQLStore { receipt.pending += try server.vacuumErased() }
        // The same text may be kept once more, as another memory.
        receipt.pending += try verify(receipt)
        receipt.isComplete = true
        receipt.checked = checkedPlaces
        try ReceiptFolder(home).write(receipt)
        return receipt
    }

    /// Deletes what sleep made of a memory on this machine.
    @discardableResult
    func deleteDerived(_ id: UUID) throws(MemoryError) -> [ErasureReceipt.Removal] {
        try withDerived { connection in
            try connection.transaction { () throws(DuckDBError) in
                try DerivedTraces(connection: connection).delete(id)
            }
        }
    }

    /// Deletes what sleep made of many memories on this machine, in one transaction.
    func deleteDerived(_ ids: [UUID]) throws(MemoryError) {
        if ids.isEmpty { return }
        try withDerived { connection in
            try connection.transaction { () throws(DuckDBError) in
                _ = try DerivedTraces(connection: connection).delete(ids)
            }
        }
    }

    /// Runs `body` with a connection whose own names are what sleep made.
    func withDerived<T>(_ body: (Connection) throws -> T) throws(MemoryError) -> T {
        if let files { return try files.writing(body) }
        let connection = try connection
        return try reporting(home.sleepFile.path) { try body(connection) }
    }

    /// Finishes erasures that were interrupted: nobody can name the memory any more to ask for it
    /// again, and who asked did not hear that it failed.
    func finishInterruptedErasure() throws(MemoryError) {
        guard let text = FileManager.default.contents(atPath: home.erasureMark.path) else { return }
        home.discardWork()
        home.discardCopies()
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            guard let id = UUID(uuidString: String(line)),
                let receipt = try? ReceiptFolder(home).receipt(id)
            else { continue }
            let memory = try store.memory(receipt.memoryID, namespace: receipt.namespace)
            _ = try erase(memory, receipt)
        }
        try finishErasure()
    }

    /// Leaves no deleted byte in the files of the home, and nothing that says so.
    func finishErasure() throws(MemoryError) {
        try rewriteFiles()
        try removeErasureMark()
    }

    private func rewriteFiles() throws(MemoryError) {
        // An answer of a language model may repeat what it was asked about.
        options.languageModels?.gateway.clearCache()
        guard hasSleepDatabase else { return }
        if let files { try files.rewrite() } else { try sleepDatabase().rewrite() }
    }

    private func removeErasureMark() throws(MemoryError) {
        try DurableFile.remove(home.erasureMark)
    }

    /// - Parameter receipt: whose erasure is finished by whoever finds the mark; nil where only
    ///   files are to be written anew.
    func markErasure(_ receipt: UUID? = nil) throws(MemoryError) {
        try DurableFile.write(
            (receipt.map { $0.uuidString.lowercased() } ?? "") + "\n", to: home.erasureMark)
    }

    /// Where `verify` looks.
    private var checkedPlaces: [String] {
        var places = ["every table of the store", "kept answers of language models: emptied"]
        if files != nil { places.append("the log of what was told last: emptied") }
        if store is PostgreSQLStore { places.append("statistics of the server (pg_stats)") }
        if hasSleepDatabase { places.append("every table of \(home.sleepFileName)") }
        return places
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
        if let store = store as? PostgreSQLStore { faults += try store.statistics(of: receipt) }
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
