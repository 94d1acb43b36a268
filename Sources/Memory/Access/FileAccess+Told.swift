import Foundation

/// What is told to a process that stays goes through a log (`ToldLog`) into the database.
extension FileAccess {
    /// Keeps what one call tells in the log, all of it or nothing: on disk when it returns, and in the
    /// database before anybody looks.
    func log(_ records: [MemoryRecord]) throws(MemoryError) {
        defer { if records.contains(where: { $0.supersedes != nil }) { countWriting() } }
        try inside(settles: told.waiting >= ToldLog.most) { () throws(MemoryError) in
            try reporting(told.file.path) { try told.keep(records) }
        }
    }

    /// Puts what waits in the log into the database.
    func settle() throws(MemoryError) {
        if told.waiting == 0 { return }
        try inside(settles: false) { () throws(MemoryError) in try settleOpened() }
    }

    /// The same for who is in already.
    func settleOpened() throws(MemoryError) {
        if told.waiting == 0 { return }
        try reporting(home.storeFile.path) {
            try told.settle { records in try take(taker, records) }
        }
    }

    /// The same for who is alone; the disk has nothing of it in the log afterwards.
    func settleForGood() throws(MemoryError) {
        if isReadOnly { return }
        try settleOpened()
        try reporting(told.file.path) { try told.synchronize() }
    }

    /// Takes up what somebody was told who has stopped since.
    func takeUp() throws(MemoryError) {
        try reporting(told.file.path) { try told.takeUp() }
        // Without room for it, it waits on.
        try? settleOpened()
    }

    /// How many memories cannot be seen, because they wait in a log that may only be read.
    func leftBehind() -> Int {
        isReadOnly ? (try? told.leftBehind().records.count) ?? 0 : 0
    }
}
