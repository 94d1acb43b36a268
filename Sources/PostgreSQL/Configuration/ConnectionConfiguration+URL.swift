internal import CPostgreSQL
import Foundation

extension ConnectionConfiguration {
    /// Reads `postgres://user:password@host:port/database?option=value` (several hosts separated
    /// by commas, a socket as `?host=/folder`), or `host=… dbname=…` as libpq knows it.
    /// `postgresql+driver://`, as some tools write it, is understood.
    ///
    /// Beside libpq's own options: `statement_timeout`, `lock_timeout` and
    /// `idle_in_transaction_session_timeout` in milliseconds, and `connect_timeout` in seconds.
    /// Throws `.configuration` with what is wrong; the text itself is not repeated, because it may
    /// hold a password.
    public init(_ text: String) throws(PostgreSQLError) {
        self.init()
        var text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, !text.utf8.contains(0) else {
            throw Self.wrong("the connection URL is empty or holds a NUL")
        }
        if let scheme = text.firstRange(of: "://"),
            text[..<scheme.lowerBound].allSatisfy({ !$0.isWhitespace && $0 != "=" })
        {
            let name = text[..<scheme.lowerBound].lowercased().split(separator: "+").first ?? ""
            guard name == "postgres" || name == "postgresql" else {
                throw Self.wrong("the scheme of a connection URL is postgres:// or postgresql://")
            }
            try Self.refuseAmbiguous(text[scheme.upperBound...])
            text = "postgresql" + text[scheme.lowerBound...]
            text = try takeOwnOptions(text)
        }
        for (keyword, value) in try Self.parse(text) { try set(keyword, value) }
    }

    /// A special character of a password that is not percent-encoded makes a part of the password
    /// the name of a host, a port or a database, which are shown. Such a URL is not guessed at.
    private static func refuseAmbiguous(_ rest: Substring) throws(PostgreSQLError) {
        let end = rest.firstIndex { $0 == "@" || $0 == "/" } ?? rest.endIndex
        let hasUser = end < rest.endIndex && rest[end] == "@"
        let place = hasUser ? rest[rest.index(after: end)...] : rest
        let query = place.firstIndex(of: "?") ?? place.endIndex
        guard !place[..<query].contains("@") else {
            throw wrong(
                "the connection URL has an @ or / too many: one in the user or password has to be "
                    + "percent-encoded")
        }
    }

    /// Takes out of a URL what libpq does not know.
    private mutating func takeOwnOptions(_ url: String) throws(PostgreSQLError) -> String {
        guard let mark = url.firstIndex(of: "?") else { return url }
        var left: [Substring] = []
        for option in url[url.index(after: mark)...].split(separator: "&") {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1] : ""
            switch parts[0] {
            case "statement_timeout": statementTimeout = try Self.milliseconds(parts[0], value)
            case "lock_timeout": lockTimeout = try Self.milliseconds(parts[0], value)
            case "idle_in_transaction_session_timeout":
                idleInTransactionTimeout = try Self.milliseconds(parts[0], value)
            default: left.append(option)
            }
        }
        return url[..<mark] + (left.isEmpty ? "" : "?" + left.joined(separator: "&"))
    }

    private static func milliseconds(_ name: Substring, _ text: Substring) throws(PostgreSQLError)
        -> Duration
    {
        guard let value = Int(text), value >= 0 else {
            throw wrong("\(name) is a whole number of milliseconds")
        }
        return .milliseconds(value)
    }

    /// What libpq reads out of the text: keyword and value.
    private static func parse(_ text: String) throws(PostgreSQLError) -> [(String, String)] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            let said = message.map { String(cString: $0) } ?? ""
            PQfreemem(message)
            throw wrong(explanation(said))
        }
        defer { PQconninfoFree(options) }
        var values: [(String, String)] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                values.append((String(cString: keyword), String(cString: value)))
            }
            option += 1
        }
        return values
    }

    private mutating func set(_ keyword: String, _ value: String) throws(PostgreSQLError) {
        func list() -> [String] {
            value.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
        }
        switch keyword {
        case "host":
            let ports = hosts.map(\.port)
            hosts = list().enumerated().map { index, name in
                Host(name, port: ports.indices.contains(index) ? ports[index] : ports.first ?? nil)
            }
        case "port":
            var ports: [Int?] = []
            for text in list() {
                if !text.isEmpty, !(1...65_535).contains(Int(text) ?? 0) {
                    throw Self.wrong("a port is a number from 1 to 65535")
                }
                ports.append(Int(text))
            }
            if hosts.isEmpty {
                hosts = ports.map { Host("", port: $0) }
            } else {
                for index in hosts.indices {
                    hosts[index].port = ports.indices.contains(index) ? ports[index] : ports[0]
                }
            }
        case "dbname":
            // libpq would read it as a whole address, and the server repeats it.
            guard !value.contains("://"), !value.lowercased().contains("password") else {
                throw Self.wrong("dbname holds an address, where the name of a database is wanted")
            }
            database = value
        case "user": user = value
        case "password": password = value
        case "sslmode":
            guard let mode = TLSMode(rawValue: value) else {
                let modes = TLSMode.allCases.map(\.rawValue).joined(separator: ", ")
                throw Self.wrong("sslmode is one of \(modes)")
            }
            tls = mode
        case "sslrootcert": rootCertificate = value
        case "application_name": applicationName = value
        case "connect_timeout":
            guard let seconds = Int(value) else {
                throw Self.wrong("connect_timeout is a whole number of seconds")
            }
            if seconds > 0 { connectTimeout = .seconds(seconds) }
        default: parameters[keyword] = value
        }
    }

    /// libpq's words without what it quotes of the URL: any of it may be a part of the password,
    /// the name of an option too. One that is nearly right is told by its right name.
    private static func explanation(_ said: String) -> String {
        let known = [
            "invalid URI query parameter", "missing key/value separator", "invalid percent-encoded",
            "forbidden value", "unexpected character", "unterminated quoted string",
            "invalid connection option", "end of string reached",
        ]
        let reason = known.first { said.contains($0) } ?? "it cannot be read"
        let quoted = said.split(separator: "\"", omittingEmptySubsequences: false)
        let isNamed = reason.contains("option") || reason.contains("URI query parameter")
        let meant = isNamed && quoted.count > 2 ? option(near: String(quoted[1])) : nil
        return "the connection URL is wrong: \(reason)" + (meant.map { "; is it \($0)?" } ?? "")
    }

    /// The option of libpq that a word is a letter or two away from.
    private static func option(near word: String) -> String? {
        [
            "host", "port", "dbname", "user", "password", "sslmode", "sslrootcert", "sslcert",
            "sslkey", "connect_timeout", "application_name", "options", "target_session_attrs",
            "channel_binding", "keepalives", "keepalives_idle", "passfile", "service",
            "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout",
        ].first { name in
            let change = Array(word.lowercased()).difference(from: Array(name))
            return name.count > 3 && change.count <= 3 && word.count > 3
        }
    }

    private static func wrong(_ message: String) -> PostgreSQLError {
        PostgreSQLError(
            .configuration, message,
            hint: "write postgres://user:password@host:5432/database, with special characters "
                + "of the password percent-encoded (@ is %40, : is %3A, / is %2F)")
    }
}
