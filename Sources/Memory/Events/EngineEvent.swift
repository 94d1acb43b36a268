import Synchronization

/// What an engine has done, for whoever counts it. Holds nothing of what a memory says.
public enum EngineEvent: Sendable {
    /// Something was told, and what became of it.
    case told(Remembered.Outcome)
    /// A question was answered, perhaps with nothing.
    case recalled(isEmpty: Bool)
    /// A part of a recall is done.
    case stage(RecallStage, Duration)
    case forgotten
    /// A sleep ended; nil where it failed.
    case slept(SleepReport?)
}

/// The parts of a recall, one after the other.
public enum RecallStage: String, Sendable, CaseIterable {
    /// Getting the namespace's index, up to date.
    case index
    /// Waiting for the question's vector, while its words are looked up.
    case embedding
    /// Weighing every memory.
    case scoring
    /// Reading the best, and deciding which of them hold.
    case reading
}

/// Tells one listener what an engine does, on the thread that does it.
public final class EngineEvents: Sendable {
    private let listener = Mutex<(@Sendable (EngineEvent) -> Void)?>(nil)

    init() {}

    /// - Parameter listen: must not block; takes the place of the one before.
    public func report(to listen: @escaping @Sendable (EngineEvent) -> Void) {
        listener.withLock { $0 = listen }
    }

    func callAsFunction(_ event: EngineEvent) {
        listener.withLock(\.self)?(event)
    }

    /// Does a part of a recall, and says how long it took.
    func measure<T>(_ stage: RecallStage, _ body: () throws(MemoryError) -> T)
        throws(MemoryError) -> T
    {
        guard let listen = listener.withLock(\.self) else { return try body() }
        let start = ContinuousClock.now
        defer { listen(.stage(stage, ContinuousClock.now - start)) }
        return try body()
    }
}
