internal import CPostgreSQL

/// What is done where a pooler lends sessions of the server by the transaction: nothing that a
/// session would have to keep. Settings are made in each transaction, statements are not kept
/// prepared, and who needs a lock that lasts holds a transaction open.
extension Session {
    /// Whether a pooler stands before the server. It says a process that is not the server's.
    func isPooled() throws(PostgreSQLError) -> Bool {
        if let isPooledKnown { return isPooledKnown }
        // Asked of itself.
        isPooledKnown = false
        do throws(PostgreSQLError) {
            let process: Int32 = try query(
                "SELECT pg_backend_pid()", isPrepared: false, ticket: Canceller.Ticket()
            ).value()
            isPooledKnown = process != serverProcess
            return process != serverProcess
        } catch {
            isPooledKnown = nil
            throw error
        }
    }

    /// What a transaction begins with: the settings that the session cannot be given.
    var settingsOfTransaction: String {
        get throws(PostgreSQLError) {
            let settings = configuration.allSettings
            guard !settings.isEmpty, try isPooled() else { return "" }
            return "; SELECT "
                + settings.map { name, value in
                    "set_config(\(PostgresIdentifier.literal(name)), "
                        + "\(PostgresIdentifier.literal(value)), true)"
                }.joined(separator: ", ")
        }
    }

    /// Whether a statement by itself has to be put into a transaction, for its settings.
    func needsTransaction(_ text: String) throws(PostgreSQLError) -> Bool {
        guard savepoints == 0, !configuration.allSettings.isEmpty,
            PQtransactionStatus(raw) == PQTRANS_IDLE
        else { return false }
        let word = text.drop { $0.isWhitespace }.prefix { $0.isLetter }.lowercased()
        guard ["select", "insert", "update", "delete", "with", "merge"].contains(word) else {
            return false
        }
        return try isPooled()
    }

    /// Options of the URL beyond settings cannot be handed on by a pooler.
    func refuseForeignOptions() throws(PostgreSQLError) {
        guard configuration.parameters["options"] != nil, configuration.optionSettings == nil else {
            return
        }
        throw PostgreSQLError(
            .configuration, "a pooler stands before the server and takes no options",
            hint: "take options out of the URL, connect to the server itself, or let the pooler "
                + "pass them by: ignore_startup_parameters = options")
    }
}

extension ConnectionConfiguration {
    /// The settings that the URL's `options` make; nil where they hold anything else.
    var optionSettings: [String: String]? {
        guard let options = parameters["options"] else { return [:] }
        var found: [String: String] = [:]
        var words = options.split(separator: " ").map(String.init)[...]
        while var word = words.popFirst() {
            if word == "-c", let next = words.popFirst() {
                word = next
            } else if word.hasPrefix("-c") || word.hasPrefix("--") {
                word.removeFirst(2)
            } else {
                return nil
            }
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, !word.contains("\\") else { return nil }
            found[parts[0].replacing("-", with: "_")] = parts[1]
        }
        return found
    }

    /// All settings of the session, by their names.
    var allSettings: [(String, String)] {
        var all = optionSettings ?? [:]
        all.merge(sessionSettings) { $1 }
        return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
