/// Which batches of a microbatch model were built and which were not.
public struct BatchResults: Sendable, Hashable {
    public var successful: [EventWindow]
    public var failed: [EventWindow]

    public init(successful: [EventWindow] = [], failed: [EventWindow] = []) {
        self.successful = successful
        self.failed = failed
    }
}
