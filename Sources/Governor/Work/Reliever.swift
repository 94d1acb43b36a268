public import DuckDB
internal import Foundation

/// Relieves a database that several connections work on: one piece of work at a time works with
/// less, because the settings are the database's and each has to find those it sets back.
public final class Reliever: Sendable {
    private let turn = DispatchSemaphore(value: 1)
    private let onStep: @Sendable (_ work: String, ReliefStep) -> Void

    /// - Parameter onStep: is told each step, and which work it is taken for.
    public init(onStep: @escaping @Sendable (_ work: String, ReliefStep) -> Void) {
        self.onStep = onStep
    }

    /// Takes a step for a piece of work that is about to be done again.
    ///
    /// - Parameters:
    ///   - attempt: how often it has failed, from 1.
    ///   - work: its name, for who is told.
    /// - Returns: what sets everything back when the work is done; nil where nothing is left to try.
    public func relieve(
        _ connection: Connection, attempt: Int, work: String
    ) -> (@Sendable () -> Void)? {
        guard ReliefStep.allCases.indices.contains(attempt - 1) else { return nil }
        let step = ReliefStep.allCases[attempt - 1]
        turn.wait()
        guard let relief = try? Relief(step, on: connection) else {
            turn.signal()
            return nil
        }
        onStep(work, step)
        return { [turn] in
            relief.end()
            turn.signal()
        }
    }

    /// Changes settings of the database while no piece of work is relieved.
    ///
    /// - Returns: false where one is; then nothing was done.
    func whileNobodyIsRelieved(_ change: () -> Void) -> Bool {
        guard turn.wait(timeout: .now()) == .success else { return false }
        defer { turn.signal() }
        change()
        return true
    }
}
