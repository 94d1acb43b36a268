/// What of a request is read at most.
public struct RequestLimits: Sendable, Hashable {
    /// Of the request line. Beyond: 414. A long question in a query, all of it percent-encoded, fits.
    public var lineBytes = 64 << 10
    /// Of all header fields together. Beyond: 431.
    public var headerBytes = 32 << 10
    /// Header fields. Beyond: 431.
    public var headerCount = 100
    /// Of any body, whether it is kept or streamed. Beyond: 413.
    public var bodyBytes = 1 << 30

    public init() {}
}
