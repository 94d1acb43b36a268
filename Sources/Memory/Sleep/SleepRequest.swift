/// What to sleep on.
public struct SleepRequest: Sendable {
    /// Nil: all stages.
    public var stage: SleepStage?
    /// What the clock says; nil: the engine's clock. One that is stated is never before that of the
    /// last cycle.
    public var asOf: Moment?
    /// Whether cycles that slept as of a moment that has not come yet are taken back, and what they
    /// slept on is slept on again.
    public var resetsClock = false
    /// Whether the language model is asked, where there is one.
    public var asksModel = true
    /// How long the language model may take for everything together; nil: what is configured, or
    /// an hour. What has no answer by then is judged by rule.
    public var modelDeadline: Duration?
    /// Whether to count what a language model would be asked, and leave everything as it is.
    public var isDryRun = false
    /// Whether a dry run also says what would be learnt, changed and forgotten.
    public var describesChanges = false

    public init() {}
}
