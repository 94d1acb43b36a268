import Foundation

/// How often a transaction is tried again that the server ended for the sake of others:
/// serialization failures, deadlocks, locks that were not to be had.
public struct RetryPolicy: Sendable {
    /// All attempts, the first one too.
    public var attempts: Int
    /// The first pause; each is twice the one before, less up to half of it by chance.
    public var firstPause: Duration
    public var longestPause: Duration
    /// A number from 0 to 1.
    public var chance: @Sendable () -> Double

    public init(
        attempts: Int = 5, firstPause: Duration = .milliseconds(10),
        longestPause: Duration = .seconds(1),
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.attempts = attempts
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.chance = chance
    }

    /// The pause after an attempt that failed, counted from 1; nil where it was the last, or where
    /// trying again does not help.
    func pause(after attempt: Int, _ error: any Error) -> Duration? {
        guard attempt < attempts, let error = error as? PostgreSQLError, error.isRetryable
        else { return nil }
        let pause = min(longestPause, firstPause * Double(1 << min(attempt - 1, 20)))
        return pause * (1 - 0.5 * chance())
    }
}

extension PostgresConnection {
    /// A transaction that is tried again where the server says that it may succeed then. The body
    /// runs anew each time: it must have no effect but in the database.
    @discardableResult
    public nonisolated func transaction<T: Sendable, E: Error>(
        _ options: TransactionOptions = .standard, retrying policy: RetryPolicy,
        _ body: () async throws(E) -> T
    ) async throws -> T {
        var attempt = 1
        while true {
            do {
                return try await transaction(options, body)
            } catch {
                guard let pause = policy.pause(after: attempt, error) else { throw error }
                try await Task.sleep(for: pause)
                attempt += 1
            }
        }
    }
}

extension BlockingConnection {
    /// A transaction that is tried again where the server says that it may succeed then. The body
    /// runs anew each time: it must have no effect but in the database.
    @discardableResult
    public func transaction<T, E: Error>(
        _ options: TransactionOptions = .standard, retrying policy: RetryPolicy,
        _ body: () throws(E) -> T
    ) throws -> T {
        var attempt = 1
        while true {
            do {
                return try transaction(options, body)
            } catch {
                guard let pause = policy.pause(after: attempt, error) else { throw error }
                Thread.sleep(forTimeInterval: Double(pause.milliseconds) / 1000)
                attempt += 1
            }
        }
    }
}
