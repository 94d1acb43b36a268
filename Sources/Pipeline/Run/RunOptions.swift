public import Foundation

public import struct DuckDB.ByteCount
public import class DuckDB.Connection

/// How a run behaves beyond what it runs.
public struct RunOptions: Sendable {
    /// The folder that compiled SQL is written to, as `compiled/<project>/<file>`; nil writes
    /// none. dbt's is the project's `target`.
    public var compiledDirectory: URL?
    /// Stops after the first failure; what is left is skipped.
    public var failFast: Bool
    /// What is taken and left out, besides what each call selects.
    public var selection = SelectionRequest()
    /// Exposures and saved queries whose outcome is among the `results` of on-run-end, as in dbt.
    public var consumers: [Resource] = []
    /// How many nodes may run at once, each on a connection of its own; `Profile.threads` is what
    /// the target says.
    public var threads: Int
    /// Refs and sources give no rows, seeds are not loaded: `--empty`.
    public var isEmpty: Bool
    /// Tests keep the rows they find where their own config does not say otherwise:
    /// `--store-failures`.
    public var storesFailures: Bool
    /// Tests that would warn fail: `--warn-error`.
    public var failsOnWarnings = false
    /// Asked when DuckDB found no memory for a node: with the node's name and how often it has
    /// failed, from 1. It makes the database work with less, so that the node is done again, and
    /// gives what sets that back; nil where the node has failed for good.
    public var relief: (@Sendable (Connection, _ attempt: Int, _ node: String) -> Relieved?)?
    /// Sets back what relieved the database.
    public typealias Relieved = @Sendable () -> Void
    /// `--event-time-start` and `--event-time-end`.
    public var eventWindow: EventWindow?
    /// What is read of rows that say when they happened: `--sample`.
    public var sample: EventWindow?
    /// The batches of an earlier run by the model's id; those that failed are built, no others.
    public var earlierBatches: [String: BatchResults] = [:]
    /// Where the last batch ends when nothing else says so; nil is the beginning of the run.
    public var batchesEnd: Date?
    /// Told when a model for which there was no memory is done again in parts of a column, because
    /// nothing else is left; nil: that is not tried.
    public var onParts: (@Sendable (_ node: String, _ column: String, _ parts: Int) -> Void)?
    /// Where else the query of a node is computed for which there was no memory, in this order,
    /// when nothing that was tried here has helped.
    public var elsewhere: [OffloadPlace] = []
    /// Asked before a node is built, on the thread that builds it: waits until it may begin, and
    /// gives what is called when it has ended.
    public var admission: (@Sendable (Connection, _ node: String) throws -> @Sendable () -> Void)?
    /// Asked when a node was interrupted: why, where it was not to stop the run. It is then done
    /// again as one that found no memory.
    public var interruption: (@Sendable (Connection) -> String?)?
    /// How long a node may take; nil: as long as it wants. A model's config `time_limit` goes before
    /// it.
    public var timeLimit: Duration?
    /// Interrupts what runs on a connection after a time. What it gives ends the count.
    public var timer: (@Sendable (Connection, Duration) -> @Sendable () -> Void)?
    /// DuckDB's memory limit in the process of a Python model; nil: the limit that holds here.
    public var pythonMemoryLimit: ByteCount?
    /// Asked while the process of a Python model runs: why it has to be ended; nil where it may go on.
    public var objection: (@Sendable (_ process: Int32) -> String?)?
    /// Where to read what is not built: `--defer`.
    public var deferral: Deferral?
    /// Ends the run from outside.
    public var stop: RunStop?
    /// What durations are measured with.
    public var now: @Sendable () -> ContinuousClock.Instant
    /// What the times of results are read from.
    public var date: @Sendable () -> Date

    public init(
        compiledDirectory: URL? = nil, failFast: Bool = false, threads: Int = 1,
        isEmpty: Bool = false, storesFailures: Bool = false,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock().now },
        date: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.compiledDirectory = compiledDirectory
        self.failFast = failFast
        self.threads = threads
        self.isEmpty = isEmpty
        self.storesFailures = storesFailures
        self.now = now
        self.date = date
    }
}
