import Foundation
import Synchronization

/// What was told and is not in the database yet: a file that only grows, until what it holds has
/// been written there.
///
/// A transaction of DuckDB costs milliseconds of the processor, a line in a log the wait for the
/// disk and little more; a thousand memories in one transaction cost hardly more than one.
///
/// Guarantees: when `keep` returns, the memories are on disk, and those of several callers waited
/// for it together; when it throws, nothing of them is. `settle` gives what is kept to the
/// database, in order, and empties the file when that has been committed; whoever opens the home
/// after a crash takes them up and does the same. What was given twice is there once.
final class ToldLog: Sendable {
    private struct State {
        var descriptor: Int32?
        var length: off_t = 0
        var waiting: [MemoryRecord] = []
        /// Whether the disk knows how long the file is.
        var isSynchronized = true
    }

    let file: URL
    private let state = Mutex(State())
    private let settling = Mutex(())
    private let count = Atomic<Int>(0)
    private let group = CommitGroup<[MemoryRecord]>()

    /// Above so many, whoever tells something settles them first: starting again stays quick.
    static let most = 2000
    /// In bytes: a longer file is emptied as soon as it can be, while others wait.
    private static let longest: off_t = 8 << 20

    init(file: URL) { self.file = file }

    /// How many memories wait to be given to the database.
    var waiting: Int { count.load(ordering: .acquiring) }

    /// Keeps what one call tells, all of it or nothing.
    ///
    /// - Throws: `storage`.
    func keep(_ records: [MemoryRecord]) throws {
        try group.run(records) { calls in
            try state.withLock { state in
                try append(calls.flatMap { ToldFrame.bytes(of: $0) }, &state)
                for records in calls { state.waiting += records }
                count.store(state.waiting.count, ordering: .releasing)
            }
        }
    }

    /// Gives what waits to the database. Meanwhile others keep more; the file is emptied when
    /// everything in it was given.
    ///
    /// - Parameter give: commits them; they may be there already.
    func settle(_ give: ([MemoryRecord]) throws -> Void) throws {
        if waiting == 0 { return }
        // Whoever comes second finds it done.
        try settling.withLock { _ in
            let records = state.withLock(\.waiting)
            if records.isEmpty { return }
            try give(records)
            try state.withLock { state in
                state.waiting.removeFirst(records.count)
                if state.length > Self.longest, !state.waiting.isEmpty {
                    // Under a load that never ends it would grow for ever.
                    try give(state.waiting)
                    state.waiting = []
                }
                count.store(state.waiting.count, ordering: .releasing)
                if state.waiting.isEmpty { try empty(&state) }
            }
        }
    }

    /// Reads what others left in the file and are gone; it waits from then on.
    ///
    /// - Throws: `storage` where the file cannot be read.
    func takeUp() throws {
        try state.withLock { state in
            let left = try leftBehind()
            state.waiting = left.records
            state.length = off_t(left.length)
            count.store(left.records.count, ordering: .releasing)
        }
    }

    /// What is in a file that nobody has open.
    ///
    /// - Throws: `storage` where it cannot be read.
    func leftBehind() throws -> (records: [MemoryRecord], length: Int) {
        guard FileManager.default.fileExists(atPath: file.path) else { return ([], 0) }
        do { return ToldFrame.records(in: [UInt8](try Data(contentsOf: file))) } catch {
            throw MemoryError(
                .storage,
                "cannot read \(file.path), which has memories that were told last: "
                    + error.systemReason)
        }
    }

    /// Has the disk forget what has been settled.
    func synchronize() throws {
        try state.withLock { state in
            var status = stat()
            // What was written half, or could not be cut off when it had been settled.
            let isLong = stat(file.path, &status) == 0 && status.st_size > 0
            if isLong, state.waiting.isEmpty { try empty(&state) }
            guard !state.isSynchronized, let descriptor = state.descriptor else { return }
            guard fsync(descriptor) == 0 else { throw failure() }
            state.isSynchronized = true
        }
    }

    /// Lets go of the file. What waits stays in it.
    func close() {
        state.withLock { state in
            letGo(of: &state)
            state = State()
            count.store(0, ordering: .releasing)
        }
    }

    deinit { close() }

    // MARK: the file

    private func open(_ state: inout State) throws -> Int32 {
        if let descriptor = state.descriptor { return descriptor }
        let isNew = !FileManager.default.fileExists(atPath: file.path)
        let descriptor = Foundation.open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        // What somebody was writing when the machine stopped would hide what comes after it.
        guard descriptor >= 0, ftruncate(descriptor, state.length) == 0 else {
            let error = failure()
            if descriptor >= 0 { _ = Foundation.close(descriptor) }
            throw error
        }
        state.descriptor = descriptor
        if isNew { try DurableFile.syncFolder(of: file) }
        return descriptor
    }

    private func append(_ bytes: [UInt8], _ state: inout State) throws {
        let descriptor = try open(&state)
        let isWritten = bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let written = pwrite(
                    descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done,
                    state.length + off_t(done))
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { return false }
                done += written
            }
            return synchronizeData(descriptor)
        }
        guard isWritten else {
            let error = failure()
            // Whoever opens it again cuts off what was not written whole.
            if ftruncate(descriptor, state.length) != 0 { letGo(of: &state) }
            throw error
        }
        state.length += off_t(bytes.count)
        state.isSynchronized = false
    }

    private func empty(_ state: inout State) throws {
        let descriptor = try open(&state)
        guard ftruncate(descriptor, 0) == 0 else { throw failure() }
        state.length = 0
        state.isSynchronized = false
    }

    private func letGo(of state: inout State) {
        if let descriptor = state.descriptor { _ = Foundation.close(descriptor) }
        state.descriptor = nil
    }

    private func synchronizeData(_ descriptor: Int32) -> Bool {
        #if canImport(Darwin)
            // There `fsync` only hands over to the drive.
            fcntl(descriptor, F_FULLFSYNC) == 0
        #else
            fdatasync(descriptor) == 0
        #endif
    }

    private func failure() -> MemoryError {
        MemoryError(.storage, "cannot write \(file.path): \(String(cString: strerror(errno)))")
    }
}

extension Home {
    /// How many memories lie in the log of what was told, while no process has the home open.
    public var toldMemoriesLeft: Int {
        (try? ToldLog(file: toldFile).leftBehind().records.count) ?? 0
    }
}
