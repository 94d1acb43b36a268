/// When a question is asked again.
public struct RetryPolicy: Sendable, Hashable {
    /// How often after the first time. Default: 4.
    public var retries = 4
    /// Before the first retry; each further one waits twice as long. Default: 0.25 s.
    public var firstDelay: Duration = .milliseconds(250)
    /// The longest wait that is chosen here. Default: 20 s.
    public var longestDelay: Duration = .seconds(20)

    /// A server that asks for a longer rest than this (`Retry-After`) is not waited for.
    /// Default: 60 s.
    public var longestRest: Duration = .seconds(60)
    /// How often a server that is still loading its model is asked again, every two seconds at
    /// most. Default: 35, a little over a minute.
    public var retriesWhileLoading = 35
    private static let longestDelayWhileLoading: Duration = .seconds(2)

    public init() {}

    /// How long to wait, or nil to give up.
    ///
    /// Half of the delay is fixed and half is chance, so that many who failed together do not come
    /// back together. A server that says when (`Retry-After`) is obeyed: never earlier than that,
    /// and not at all where that is too long.
    ///
    /// - Parameters:
    ///   - attempt: how often it was asked, from 1.
    ///   - random: 0 up to 1.
    public func delay(after error: ModelError, attempt: Int, random: Double) -> Duration? {
        let isLoading = error.code == .loading
        let most = isLoading && retries > 0 ? max(retries, retriesWhileLoading) : retries
        let rest = error.retryAfter ?? .zero
        guard error.isRetryable, attempt <= most, rest <= longestRest else { return nil }
        let longest = isLoading ? Self.longestDelayWhileLoading : longestDelay
        let full = min(firstDelay * (1 << min(attempt - 1, 20)), longest)
        return max(full / 2 + full / 2 * random, rest)
    }
}
