public import Foundation

/// How a run behaves beyond what it runs.
public struct RunOptions: Sendable {
    /// The folder that compiled SQL is written to, as `compiled/<project>/<file>`; nil writes
    /// none. dbt's is the project's `target`.
    public var compiledDirectory: URL?
    /// Stops after the first failure; what is left is skipped.
    public var failFast: Bool
    /// What is taken and left out, besides what each call selects.
    public var selection = SelectionRequest()
    /// What durations are measured with.
    public var now: @Sendable () -> ContinuousClock.Instant

    public init(
        compiledDirectory: URL? = nil, failFast: Bool = false,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock().now }
    ) {
        self.compiledDirectory = compiledDirectory
        self.failFast = failFast
        self.now = now
    }
}
