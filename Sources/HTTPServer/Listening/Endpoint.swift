/// Where a server listens.
public enum Endpoint: Sendable {
    /// An address or name of this machine, and a port; port 0 takes one that is free. With an
    /// identity TLS is spoken, and nothing else.
    case tcp(host: String, port: Int, tls: TLSIdentity? = nil)
    /// A socket in the file system that only this user may open.
    case unix(path: String)
}
