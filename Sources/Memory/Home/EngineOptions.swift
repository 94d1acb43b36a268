public import Foundation
public import LanguageModels

/// How an engine is opened. What depends on the machine or the moment is given from outside.
public struct EngineOptions: Sendable {
    /// What this process is, for whoever has to wait for the home: `dormouse sleep`.
    public var holder = "dormouse"
    /// The Unix socket at which this process serves others, for whoever finds the home taken.
    public var socket: String?
    /// The Unix socket at which it does the commands of others.
    public var commandSocket: String?
    /// The Unix socket at which it answers agents whose own process does not hold the home.
    public var agentSocket: String?
    /// Told again and again who holds the home while this process waits for it; throws to give up.
    public var whileBusy: (@Sendable (HomeLock.Holder) throws(MemoryError) -> Void)?
    /// Asks whoever holds a lock file to lend what it guards; nil where nobody does, and the lock has
    /// to be taken. What it gives is kept as long as files are open.
    public var borrow: (@Sendable (_ lockFile: String) throws(MemoryError) -> (any Sendable)?)?
    /// How long to wait for another process at most.
    public var patience: Duration = .seconds(10)
    /// How long an erasure waits for a sleep to give way.
    public var erasurePatience: Duration = .seconds(60)
    /// The PostgreSQL database that keeps the memories (`postgres://user:password@host/database`);
    /// nil for a file in the home.
    public var databaseURL: String?
    /// Whether the process answers many questions: then the index of a namespace on a server is
    /// loaded when it is first asked. Otherwise the first question of a large namespace is answered
    /// from candidates that the server finds, and the index is loaded at the second. Such a process
    /// keeps the home's files while it sleeps; others let go of them meanwhile.
    public var isLongLived = false
    /// Where `model.onnx` and `vocab.txt` are; nil where no model was found.
    public var modelDirectory: String?
    /// The folder of DuckDB's extensions, of which sleep on a server needs `postgres_scanner`; nil
    /// for DuckDB's own.
    public var extensionDirectory: String?
    /// The sleep project's folder; nil for the one that is shipped.
    public var sleepProject: URL?
    /// The language model that sleep asks by `llm_try_generate_json`; nil: everything goes by rule.
    public var languageModel: String?
    /// The SQL functions of language models; nil where the engine is to have none.
    public var languageModels: ModelFunctions?
    /// Threads for DuckDB, the model and scans.
    public var threads = 2
    /// DuckDB's memory limit in mebibytes. The process takes more than twice that: 1,006 MiB in a sleep
    /// on 100,000 memories, without the embedding model (bench/results/2026-11-30-sleep-100000.json).
    public var memoryLimitMiB = 424
    /// What the indexes of namespaces may take together, in mebibytes; those asked longest ago go.
    public var indexMemoryMiB = 1024
    /// What a cycle of sleep is asked before it stands; nil: nothing.
    public var dream: DreamOptions? = DreamOptions()
    /// How long a sleep works at most before it gives way to an erasure, where it completes no cycle
    /// before.
    var leastSleep: Duration = .seconds(15)
    /// How long a cycle of sleep can be undone, in days.
    public var undoDays = 30
    /// Watches over the database of each sleep; nil: nobody does.
    public var sleepSupervision: SleepSupervision?
    /// For times that name no zone of their own.
    public var zone: TimeZone = .gmt
    /// The clock.
    public var now: @Sendable () -> Moment
    /// Sixteen random bytes, for the ids of recalls and receipts.
    public var randomID: @Sendable () -> UUID

    /// How long to wait for whoever sleeps to give way. A server's callers have no say in it.
    var patienceWithSleep: Duration {
        isLongLived ? max(.seconds(60), patience) : erasurePatience
    }

    public init(now: @escaping @Sendable () -> Moment, randomID: @escaping @Sendable () -> UUID) {
        self.now = now
        self.randomID = randomID
    }
}
