/// How a connection is encrypted and whom it trusts, as libpq's `sslmode`.
public enum TLSMode: String, Sendable, Hashable, CaseIterable {
    /// Never encrypted.
    case disable
    /// Encrypted only where the server insists.
    case allow
    /// Encrypted where the server can. libpq's default.
    case prefer
    /// Always encrypted; whoever answers is trusted.
    case require
    /// Always encrypted, the server's certificate signed by the root certificate.
    case verifyCA = "verify-ca"
    /// And made out to the host's name. What to use over a network.
    case verifyFull = "verify-full"
}
