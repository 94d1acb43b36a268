extension ConnectionConfiguration {
    /// The parameters of libpq for one host.
    func keywords(for host: Host?) -> [(name: String, value: String)] {
        var all = parameters
        if let host {
            if !host.name.isEmpty { all["host"] = host.name }
            if let port = host.port { all["port"] = String(port) }
        }
        all["dbname"] = database ?? all["dbname"]
        all["user"] = user ?? all["user"]
        all["password"] = password ?? all["password"]
        all["sslmode"] = tls?.rawValue ?? all["sslmode"]
        all["sslrootcert"] = rootCertificate ?? all["sslrootcert"]
        all["application_name"] = applicationName ?? all["application_name"]
        all["client_encoding"] = "UTF8"
        // A server that vanished without a word is noticed within a minute.
        all["keepalives_idle"] = all["keepalives_idle"] ?? "30"
        all["keepalives_interval"] = all["keepalives_interval"] ?? "10"
        all["keepalives_count"] = all["keepalives_count"] ?? "3"
        all["tcp_user_timeout"] = all["tcp_user_timeout"] ?? "60000"
        let options = sessionOptions
        if !options.isEmpty {
            all["options"] = [all["options"], options].compactMap { $0 }.joined(separator: " ")
        }
        return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// `-c statement_timeout=5000 …`, so that settings hold from the first statement on.
    private var sessionOptions: String {
        sessionSettings.sorted { $0.key < $1.key }.map { name, value in
            // Backslashes and blanks are what this little language escapes.
            let escaped = "\(name)=\(value)".flatMap { character in
                character == "\\" || character.isWhitespace ? ["\\", character] : [character]
            }
            return "-c " + String(escaped)
        }.joined(separator: " ")
    }

    /// Settings and limits together.
    var sessionSettings: [String: String] {
        var all = settings
        func set(_ name: String, _ timeout: Duration?) {
            if let timeout { all[name] = String(timeout.milliseconds) }
        }
        set("statement_timeout", statementTimeout)
        set("lock_timeout", lockTimeout)
        set("idle_in_transaction_session_timeout", idleInTransactionTimeout)
        return all
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, so that a short time is not none.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
