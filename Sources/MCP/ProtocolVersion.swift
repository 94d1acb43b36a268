/// The revisions of the Model Context Protocol that are spoken.
///
/// Up to 2025-11-25 a client begins with `initialize`; from 2026-07-28 on every request says by
/// itself which revision it is of. A server of both eras tells them apart request by request.
public enum ProtocolVersion {
    /// Begun by `initialize`, the oldest first.
    public static let withHandshake = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
    /// Named in each request's `_meta`.
    public static let stateless = ["2026-07-28"]
    public static let all = withHandshake + stateless

    /// What `initialize` is answered with: the revision that was asked for, else the newest that
    /// has a handshake. It is never an error.
    static func answer(to asked: String?) -> String {
        if let asked, withHandshake.contains(asked) { return asked }
        return withHandshake.last ?? ""
    }
}

/// The keys of `_meta` that the protocol has for itself.
enum MetaKey {
    static let version = "io.modelcontextprotocol/protocolVersion"
    static let capabilities = "io.modelcontextprotocol/clientCapabilities"
    static let serverInfo = "io.modelcontextprotocol/serverInfo"
}
