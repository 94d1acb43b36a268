internal import Foundation

/// What a server's extension takes in the place of a file, taken apart: `host=db user=me
/// password='it''s'`, or `postgresql://me:secret@db:5433/shop?sslmode=require`.
///
/// DuckDB shows the text it attached to whoever asks (`duckdb_databases()`), so a password has to
/// leave it first.
struct ConnectionString {
    /// Keywords of libpq and their values, in their order.
    private(set) var keywords: [(name: String, value: String)]

    /// Nil where the text is neither.
    init?(_ text: String) {
        let parsed = text.contains("://") ? Self.url(text) : Self.pairs(text)
        guard let parsed else { return nil }
        keywords = parsed
    }

    /// Takes the password out.
    mutating func removePassword() -> String? {
        let password = keywords.last { $0.name == "password" || $0.name == "passwd" }?.value
        keywords.removeAll { $0.name == "password" || $0.name == "passwd" }
        return password.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The keywords as one text.
    var text: String {
        keywords.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
            return "\(name)='\(escaped)'"
        }.joined(separator: " ")
    }

    /// `name = value`, where a value with blanks stands in quotes and `\` escapes.
    private static func pairs(_ text: String) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        var rest = Substring(text)
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if rest.isEmpty { return pairs }
            let name = rest.prefix { $0 != "=" && !$0.isWhitespace }
            rest = rest[name.endIndex...].drop(while: \.isWhitespace)
            guard !name.isEmpty, rest.first == "=" else { return nil }
            rest = rest.dropFirst().drop(while: \.isWhitespace)
            let isQuoted = rest.first == "'"
            if isQuoted { rest = rest.dropFirst() }
            var value = ""
            while let character = rest.first, isQuoted ? character != "'" : !character.isWhitespace
            {
                rest = rest.dropFirst()
                if character == "\\", let next = rest.popFirst() {
                    value.append(next)
                } else {
                    value.append(character)
                }
            }
            if isQuoted {
                guard rest.first == "'" else { return nil }
                rest = rest.dropFirst()
            }
            pairs.append((name.lowercased(), value))
        }
    }

    /// `scheme://user:password@host:port,host:port/database?name=value`.
    private static func url(_ text: String) -> [(name: String, value: String)]? {
        guard let scheme = text.range(of: "://") else { return nil }
        var rest = text[scheme.upperBound...]
        var pairs: [(name: String, value: String)] = []
        func add(_ name: String, _ value: some StringProtocol) {
            let value = String(value)
            if !value.isEmpty { pairs.append((name, value.removingPercentEncoding ?? value)) }
        }
        var query: Substring = ""
        // A password may hold what should have been escaped: the last '@' ends it.
        let authority: Substring
        if let at = rest.lastIndex(of: "@") {
            let login = rest[..<at]
            let colon = login.firstIndex(of: ":")
            add("user", login[..<(colon ?? login.endIndex)])
            if let colon { add("password", login[login.index(after: colon)...]) }
            rest = rest[rest.index(after: at)...]
        }
        if let mark = rest.firstIndex(of: "?") {
            query = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        if let slash = rest.firstIndex(of: "/") {
            authority = rest[..<slash]
            add("dbname", rest[rest.index(after: slash)...])
        } else {
            authority = rest
        }
        var hosts: [Substring] = []
        var ports: [Substring] = []
        for host in authority.split(separator: ",", omittingEmptySubsequences: false) {
            let isBracketed = host.first == "["
            let end = isBracketed ? host.firstIndex(of: "]") : nil
            let colon = host[(end ?? host.startIndex)...].lastIndex(of: ":")
            let name = host[..<(colon ?? host.endIndex)]
            hosts.append(isBracketed ? name.dropFirst().dropLast() : name)
            ports.append(colon.map { host[host.index(after: $0)...] } ?? "")
        }
        add("host", hosts.joined(separator: ","))
        if ports.contains(where: { !$0.isEmpty }) { add("port", ports.joined(separator: ",")) }
        for pair in query.split(separator: "&") {
            guard let equals = pair.firstIndex(of: "=") else { return nil }
            add(
                pair[..<equals].lowercased(), pair[pair.index(after: equals)...])
        }
        return pairs
    }
}
