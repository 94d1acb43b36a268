import Foundation
import Synchronization

@testable import Memory

/// The journal that is shipped, imported, embedded and slept on once for all tests that only ask.
///
/// The clock stands at the journal's end. Its folder goes when the process ends.
enum JournalHome {
    /// Runs `body` with the engine, one test at a time.
    static func ask<T>(_ body: (MemoryEngine) throws -> T) throws -> T {
        try opened.withLock { opened in
            let engine = try opened ?? open()
            opened = engine
            return try body(engine.engine)
        }
    }

    /// Sendable because it is only reached through the lock.
    private struct Opened: @unchecked Sendable { let engine: MemoryEngine }

    private static let opened = Mutex<Opened?>(nil)
    private static let directory = Mutex<String?>(nil)

    private static func open() throws -> Opened {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z")
        directory.withLock { $0 = home.directory.path }
        atexit {
            JournalHome.directory.withLock { path in
                if let path { try? FileManager.default.removeItem(atPath: path) }
            }
        }
        let engine = try home.open(model: true)
        try engine.take(Bootstrapped.journal)
        try engine.embedMissing()
        _ = try engine.sleep(SleepRequest())
        // The engine's clock holds the home, so the folder stays.
        return Opened(engine: engine)
    }
}
