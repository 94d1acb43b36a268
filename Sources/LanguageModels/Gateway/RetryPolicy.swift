public import Inference

/// When a question is asked again.
public struct RetryPolicy: Sendable, Hashable {
    /// How often after the first time. Default: 4.
    public var retries = 4
    /// Before the first retry; each further one waits twice as long. Default: 0.25 s.
    public var firstDelay: Duration = .milliseconds(250)
    /// The longest wait that is chosen here. Default: 20 s.
    public var longestDelay: Duration = .seconds(20)

    public init() {}

    /// How long to wait, or nil to give up.
    ///
    /// Half of the delay is fixed and half is chance, so that many who failed together do not come
    /// back together. A server that says when (`Retry-After`) is obeyed: never earlier than that.
    ///
    /// - Parameters:
    ///   - attempt: how often it was asked, from 1.
    ///   - random: 0 up to 1.
    public func delay(after error: ModelError, attempt: Int, random: Double) -> Duration? {
        guard error.isRetryable, attempt <= retries else { return nil }
        let full = min(firstDelay * (1 << min(attempt - 1, 20)), longestDelay)
        let own = full / 2 + full / 2 * random
        return max(own, error.retryAfter ?? .zero)
    }
}
