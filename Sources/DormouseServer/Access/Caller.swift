/// Who asks, once it is known.
public struct Caller: Sendable {
    /// Nil for whoever needs none: on the Unix socket, or on a loopback that is open.
    public let token: AccessToken?

    /// For the log: the token's id, or where the caller is.
    var name: String { token?.id ?? "local" }

    func may(_ scope: Scope) -> Bool { token.map { $0.scopes.contains(scope) } ?? true }

    func opens(namespace: String) -> Bool { token?.opens(namespace: namespace) ?? true }

    /// Where nothing else is said.
    func standardNamespace(_ standard: String) -> String {
        guard let namespaces = token?.namespaces else { return standard }
        return namespaces.first ?? standard
    }
}
