public import DuckDB
internal import Foundation
internal import Synchronization

/// Watches over the work of one database: lets it begin in turn, samples what it uses, acts on
/// pressure in steps, and tells others.
///
/// It has one thread and one connection of its own, until `end`.
public final class WorkWatch: Sendable {
    /// Something that was done, or seen.
    public enum Event: Sendable {
        /// A step begins or is done, and what asks for it.
        case began(DegradationStep, reason: String)
        /// A step that stood ends.
        case ended(DegradationStep)
        /// A measure came to another level.
        case level(PressureGauge.Change, RunStatus)
        /// Something was done about work that found no memory.
        case noted(String, reason: String)
        /// A statement has run for so long.
        case slow(String, Priority, PressureLevel, Duration)
        /// Work waits for its turn.
        case waiting(String, Admission.Place)
        /// A sample was taken.
        case sampled(RunStatus)
        /// The watch has ended; nothing comes after it.
        case finished
    }

    struct Piece: Sendable {
        var name: String
        var priority: Priority
        var since: Double
        let connection: Connection
        var place: Int?
        var weight = StatementWeight.complex
        /// What its time was told as.
        var slowness = PressureLevel.calm
    }

    struct State: Sendable {
        var pieces: [Int: Piece] = [:]
        var nextPiece = 0
        /// Why the statement of a connection was interrupted.
        var interrupted: [ObjectIdentifier: String] = [:]
        var isPaused = false
        /// So many steps more urgent than it would be.
        var raised = 0
        var hasEnded = false
        /// The connections that keep count of their progress.
        var tracked: Set<ObjectIdentifier> = []
        /// What was done and is not in the history yet.
        var notes: [(step: String, reason: String)] = []
    }

    let options: WatchOptions
    let state = Mutex(State())
    private let admission: Admission?
    private let reliever: Reliever
    private let sampler: Sampler
    private let onEvent: @Sendable (Event) -> Void

    /// - Parameters:
    ///   - database: what is worked on.
    ///   - onRelief: is told each time that work for which there was no memory is done again.
    ///   - onEvent: is told what happens; called on the watch's threads.
    public init(
        _ database: Database, _ options: WatchOptions,
        onRelief: @escaping @Sendable (_ work: String, ReliefStep) -> Void = { _, _ in },
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) throws(DuckDBError) {
        self.options = options
        self.onEvent = onEvent
        if let state = options.state, state.make() {
            admission = Admission(state.admission, limit: options.limits.statements.value)
        } else {
            admission = nil
        }
        let reliever = Reliever(onStep: onRelief)
        self.reliever = reliever
        sampler = Sampler(try database.connect(), options, reliever)
        sampler.start(self)
    }

    deinit { end() }

    /// Ends the watch; lets go of the database.
    public func end() {
        let isFirst = state.withLock { state in
            defer { state.hasEnded = true }
            return !state.hasEnded
        }
        sampler.stop()
        if isFirst { tell(.finished) }
    }

    func tell(_ event: Event) { onEvent(event) }

    /// Waits for the turn of a piece of work.
    ///
    /// - Parameter connection: what it works on; it may be interrupted.
    /// - Returns: what is called when the work has ended.
    public func begin(
        _ name: String, _ priority: Priority, weight: StatementWeight = .complex,
        on connection: Connection
    ) throws(GovernorError) -> @Sendable () -> Void {
        let since = options.date().timeIntervalSince1970
        let number = state.withLock { state in
            state.nextPiece += 1
            state.pieces[state.nextPiece] = Piece(
                name: name, priority: priority, since: since, connection: connection, place: 0,
                weight: weight)
            return state.nextPiece
        }
        let turn: Admission.Turn?
        do {
            turn = try admission?.enter(
                priority: { state.withLock { priority.raised(by: $0.raised) } },
                isHeld: { state.withLock { $0.isPaused } },
                onPlace: { place in
                    state.withLock { $0.pieces[number]?.place = place.position }
                    tell(.waiting(name, place))
                })
        } catch {
            state.withLock { $0.pieces[number] = nil }
            throw error
        }
        let began = options.date().timeIntervalSince1970
        let isNew = state.withLock { $0.tracked.insert(ObjectIdentifier(connection)).inserted }
        // A session whose settings are locked shows no progress.
        if isNew { try? connection.trackProgress() }
        state.withLock { state in
            state.interrupted[ObjectIdentifier(connection)] = nil
            state.pieces[number]?.place = nil
            state.pieces[number]?.since = began
        }
        return { [self] in
            state.withLock { $0.pieces[number] = nil }
            turn?.end()
        }
    }

    /// Makes the database work with less for a piece of work that found no memory.
    public func relieve(
        _ connection: Connection, attempt: Int, work: String
    ) -> (@Sendable () -> Void)? {
        let end = reliever.relieve(connection, attempt: attempt, work: work)
        if end != nil {
            let step = ReliefStep.allCases[attempt - 1]
            state.withLock { $0.notes.append(("\(work) \(step.description)", "out of memory")) }
        }
        return end
    }

    /// Tells and keeps what was done about work.
    public func note(_ step: String, because reason: String) {
        state.withLock { $0.notes.append((step, reason)) }
        tell(.noted(step, reason: reason))
    }

    /// Why the last statement of a connection was interrupted; nil where the watch did not do it.
    public func interruption(of connection: Connection) -> String? {
        state.withLock { $0.interrupted.removeValue(forKey: ObjectIdentifier(connection)) }
    }

    // MARK: What the sampler asks for

    /// Interrupts the heavy statement that began last: one of a batch, or one that has taken long.
    ///
    /// - Returns: its name.
    func interruptYoungest(because reason: String) -> String? {
        let now = options.date().timeIntervalSince1970
        let found = state.withLock { state -> Piece? in
            let heavy = state.pieces.values.filter {
                $0.place == nil && ($0.priority != .interactive || now - $0.since > 5)
            }
            guard let youngest = heavy.max(by: { $0.since < $1.since }) else { return nil }
            state.interrupted[ObjectIdentifier(youngest.connection)] = reason
            return youngest
        }
        found?.connection.interrupt()
        return found?.name
    }

    /// How long the longest running statement of a weight has run.
    func longest(_ weight: StatementWeight) -> Duration {
        let now = options.date().timeIntervalSince1970
        let times = state.withLock { state in
            state.pieces.values.filter { $0.place == nil && $0.weight == weight }
                .map { now - $0.since }
        }
        return .milliseconds(Int64(max(0, times.max() ?? 0) * 1000))
    }

    /// The statements that have come to a further level by their time since the last call.
    func newlySlow() -> [(name: String, priority: Priority, level: PressureLevel, time: Duration)] {
        let now = options.date().timeIntervalSince1970
        return state.withLock { state in
            state.pieces.keys.sorted().compactMap { key in
                guard let piece = state.pieces[key], piece.place == nil else { return nil }
                let level = options.thresholds.level(of: now - piece.since, piece.weight.measure)
                guard level > piece.slowness else { return nil }
                state.pieces[key]?.slowness = level
                return (
                    piece.name, piece.priority, level,
                    .milliseconds(Int64((now - piece.since) * 1000))
                )
            }
        }
    }

    /// Does what a person asks for.
    func serve(_ request: RunRequest) {
        switch request {
        case .interrupt:
            let running = state.withLock { $0.pieces.values.filter { $0.place == nil } }
            for piece in running { piece.connection.interrupt() }
        case .raise: state.withLock { $0.raised += 1 }
        case .lower: state.withLock { $0.raised -= 1 }
        }
    }

    /// What is under way.
    var work: [RunStatus.Work] {
        state.withLock { state in
            state.pieces.sorted { $0.key < $1.key }.map { _, piece in
                RunStatus.Work(
                    name: piece.name, priority: piece.priority.raised(by: state.raised).description,
                    since: piece.since,
                    progress: piece.place == nil ? piece.connection.progress?.fraction : nil,
                    place: piece.place)
            }
        }
    }
}
