import DuckDB
import Foundation
import LanguageModels
import PostgreSQL

/// What became of an undoing.
public struct SleepUndoing: Sendable, Hashable {
    /// The cycles that were taken back, the first first.
    public var cycles: [Int]
    /// The last cycle that stands now; 0: there is none.
    public var lastCycle: Int
    /// Memories that wait to be slept on again.
    public var waiting: Int
}

extension MemoryEngine {
    /// What is written down of the cycles, the first first.
    public func sleepEntries() throws(MemoryError) -> [SleepEntry] { try derived.sleepEntries() }

    /// The entry of a cycle: the one that stands, else the last.
    public func sleepEntry(_ cycle: Int) throws(MemoryError) -> SleepEntry {
        let found = try sleepEntries().filter { $0.cycle == cycle }
        guard let entry = found.last(where: { $0.state == .stands }) ?? found.last else {
            throw missing(cycle)
        }
        return entry
    }

    private func missing(_ cycle: Int) -> MemoryError {
        MemoryError(.notFound, "there is no cycle \(cycle); dormouse sleep log lists them")
    }

    /// Takes back a cycle and all that came after it, which was built on it. Memories stay as they
    /// are, and the next sleep takes them in again.
    public func undoSleep(_ cycle: Int) throws(MemoryError) -> SleepUndoing {
        try requireWriting()
        try requireSleepDatabase()
        try flush()
        let undoing = try erasingTurn { () throws(MemoryError) in
            let ground = try ground()
            defer { ground.close() }
            do { return try undo(cycle, on: ground) } catch { throw memoryError(error) }
        }
        indexes.removeAll()
        return undoing
    }

    private func undo(_ cycle: Int, on ground: any SleepGround) throws -> SleepUndoing {
        var request = SleepRequest()
        request.asksModel = false
        let night = try Night(home: home, options: options, ground: ground, request)
        do {
            if let last = try night.log.last(), !last.isComplete {
                try night.log.undo(last.number)
            }
            try ground.catchUp(night) { _, _ in }
            let last = try night.log.last()?.number ?? 0
            guard cycle >= 1, cycle <= last else { throw missing(cycle) }
            try night.history.requireReach(of: cycle - 1)
            try night.rewind(to: cycle - 1)
            try ground.takeBack(after: cycle - 1, night)
            let waiting = try night.backlog(asOf: now)
            try ground.finish(night)
            return SleepUndoing(
                cycles: Array(cycle...last), lastCycle: cycle - 1, waiting: waiting)
        } catch {
            ground.giveUp(night)
            throw error
        }
    }

    /// What differs between the states after two cycles; `from` 0 is before the first.
    public func sleepDifference(from: Int, to: Int) throws(MemoryError) -> SleepDifference {
        try withCopy { copy in
            let history = SleepHistory(connection: copy.connection)
            let last = try SleepLog(connection: copy.connection).completeCycles()
            for cycle in [from, to] where cycle < 0 || cycle > last { throw missing(cycle) }
            try history.requireReach(of: min(from, to))
            return try SleepDifference.Reader(connection: copy.connection)
                .difference(from: from, to: to)
        }
    }

    /// What a cycle that failed the dream test would have changed, where it is the last that did.
    public func rejectedDifference(_ cycle: Int) throws(MemoryError) -> SleepDifference {
        guard FileManager.default.fileExists(atPath: home.rejectedFile.path) else {
            throw MemoryError(
                .notFound, "what cycle \(cycle) would have changed is no longer kept")
        }
        return try withCopy(of: home.rejectedFile) { copy in
            let last = try SleepLog(connection: copy.connection).last()?.number ?? 0
            guard last == cycle else {
                throw MemoryError(
                    .notFound,
                    "what cycle \(cycle) would have changed is no longer kept; of cycle \(last) it is"
                )
            }
            return try SleepDifference.Reader(connection: copy.connection)
                .difference(from: cycle - 1, to: cycle)
        }
    }

    /// Runs `body` on a copy of what sleep made, which goes afterwards. Sleep, recall and remember
    /// go on meanwhile.
    func withCopy<T>(
        of file: URL? = nil, _ body: (SleepDatabase) throws -> T
    ) throws(MemoryError) -> T {
        let folder =
            (isReadOnly ? FileManager.default.temporaryDirectory : home.copyFolder)
            .appending(path: options.randomID().uuidString.lowercased())
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw MemoryError(
                .homeUnusable, "cannot make \(folder.path): \(error.localizedDescription)")
        }
        defer {
            try? FileManager.default.removeItem(at: folder)
            // Where nothing else is looked into, nothing is left.
            rmdir(home.copyFolder.path)
        }
        let copy = folder.appending(path: "sleep.duckdb")
        do {
            if let file {
                try FileManager.default.copyItem(at: file, to: copy)
            } else if let files {
                try requireSleepDatabase()
                try files.copySleep(to: copy)
            } else {
                try copyFromServer(to: copy)
            }
            let database = try SleepDatabase(
                file: copy, home: home, options: options,
                functions: options.languageModels?.separate(), lock: nil)
            try database.attach(readOnly: false)
            try SleepLog(connection: database.connection).prepare()
            try SourceMirror.prepare(database.connection)
            try SleepJournal(connection: database.connection).prepare()
            try SleepCompaction.prepare(database.connection)
            return try body(database)
        } catch { throw memoryError(error) }
    }

    /// The sleep database of this machine, brought to what the server has.
    private func copyFromServer(to copy: URL) throws(MemoryError) {
        try erasingTurn { () throws(MemoryError) in
            let ground = try ground()
            defer { ground.close() }
            do {
                var request = SleepRequest()
                request.asksModel = false
                let night = try Night(home: home, options: options, ground: ground, request)
                try ground.catchUp(night) { _, _ in }
                try night.database.detach()
                try FileManager.default.copyItem(at: home.sleepFile, to: copy)
            } catch { throw memoryError(error) }
        }
    }
}
