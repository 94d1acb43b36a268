import HTTPServer
import Memory

/// Decides who comes in. Logic only: it is told the time.
struct Gate: Sendable {
    /// Without a token from 127.0.0.1 and [::1].
    var opensLoopback = false
    /// Names a server on TCP may be called by, without ports, in lower case. Addresses of this
    /// machine's own loopback always may.
    var hosts: Set<String> = []
    /// Origins whose pages may call.
    var origins: Set<String> = []
    let tokens: TokenFile

    /// - Parameter needsToken: false for what is open to everybody.
    func admit(_ request: ServerRequest, needsToken: Bool, now: Moment) throws -> Caller {
        guard case .internet = request.ends.local else { return Caller(token: nil) }
        try checkHost(request)
        try checkOrigin(request)
        guard needsToken else { return Caller(token: nil) }
        let sent = request.head.fields.all("authorization")
        guard sent.count < 2 else {
            throw Problem(.unauthorized, "Authorization is there \(sent.count) times")
        }
        guard let header = sent.first else {
            if opensLoopback, request.ends.local.isLocal { return Caller(token: nil) }
            throw Problem(
                .unauthorized,
                "a token is needed: Authorization: Bearer …. Make one with "
                    + "dormouse token add")
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Problem(.unauthorized, "the only scheme of Authorization is Bearer")
        }
        guard let token = try tokens.find(String(parts[1])), !token.isExpired(at: now) else {
            throw Problem(.unauthorized, "the token is unknown, revoked or expired")
        }
        return Caller(token: token)
    }

    /// A page of another site can make a browser call this machine by a name of its own that
    /// resolves to it. It cannot choose what the browser writes into `Host`.
    private func checkHost(_ request: ServerRequest) throws {
        let authority = request.head.authority
        let host = Self.withoutPort(authority).lowercased()
        if Self.loopbackNames.contains(host) || hosts.contains(host) { return }
        if case .internet(let address, _) = request.ends.local, host == address { return }
        throw Problem(
            .misdirected,
            "this server is not called by this Host. Names it may be called by stand in "
                + "dormouse.yml: server: hosts")
    }

    private func checkOrigin(_ request: ServerRequest) throws {
        guard let origin = request.head.fields["origin"] else { return }
        if origins.contains(origin.lowercased()) { return }
        let own = (request.ends.isEncrypted ? "https://" : "http://") + request.head.authority
        if origin.lowercased() == own.lowercased() { return }
        throw Problem(
            .forbidden,
            "pages of this Origin may not call. Those that may stand in dormouse.yml: server: "
                + "origins")
    }

    private static let loopbackNames: Set<String> = ["localhost", "127.0.0.1", "[::1]"]

    private static func withoutPort(_ authority: String) -> Substring {
        guard let colon = authority.lastIndex(of: ":"),
            authority[authority.index(after: colon)...].allSatisfy(\.isNumber)
        else { return authority[...] }
        let host = authority[..<colon]
        // An address without brackets has colons of its own.
        return host.contains(":") && !host.hasSuffix("]") ? authority[...] : host
    }
}
