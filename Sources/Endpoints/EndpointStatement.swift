import PostgreSQL
import Schema

/// The SQL of an endpoint, cut at its parameters: `:name` stands for a value that is bound.
struct EndpointStatement: Sendable {
    /// What stands around the parameters: one more than there are.
    let pieces: [String]
    let names: [String]
    /// What its SQL names.
    let mentions: SQLNames

    /// - Throws: `declaration` for what is not one statement that reads.
    init(_ text: String, name: String) throws(EndpointError) {
        let script: SQLScript
        do { script = try SQLScript(text, file: name) } catch {
            throw EndpointError(.declaration, "the SQL of the endpoint '\(name)': \(error.reason)")
        }
        guard script.statements.count == 1, let statement = script.statements.first else {
            throw EndpointError(
                .declaration,
                "the endpoint '\(name)' has \(script.statements.count) statements; it must be one")
        }
        let first = statement.tokens.first
        guard ["select", "with", "values", "table"].contains(first?.word) || first?.symbol == "("
        else {
            throw EndpointError(
                .declaration,
                "the endpoint '\(name)' must read: its SQL begins with "
                    + "\(first?.word?.uppercased() ?? "no word"), not with SELECT, WITH, VALUES or TABLE"
            )
        }
        let tokens = statement.tokens
        let base = tokens.first?.range.lowerBound ?? 0
        let bytes = Array(statement.text.utf8)
        var pieces: [String] = []
        var names: [String] = []
        var from = 0
        for (index, token) in tokens.enumerated() {
            if case .parameter = token.kind {
                throw EndpointError(
                    .declaration,
                    "the endpoint '\(name)' has $1 in its SQL; parameters are written :name")
            }
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            guard token.symbol == ":", let next, next.word != nil,
                next.range.lowerBound == token.range.upperBound,
                index == 0 || tokens[index - 1].symbol != ":"
                    || tokens[index - 1].range.upperBound != token.range.lowerBound
            else { continue }
            let start = token.range.lowerBound - base
            let end = next.range.upperBound - base
            pieces.append(String(decoding: bytes[from..<start], as: UTF8.self))
            names.append(String(decoding: bytes[(start + 1)..<end], as: UTF8.self))
            from = end
        }
        pieces.append(String(decoding: bytes[from...], as: UTF8.self))
        self.pieces = pieces
        self.names = names
        mentions = SQLNames(tokens)
    }

    /// The statement with values bound.
    func query(
        _ parameters: [String: EndpointParameter], _ values: [String: String]
    ) -> PostgresQuery {
        var parts = [PostgresQuery(unescaped: pieces[0])]
        for (name, piece) in zip(names, pieces.dropFirst()) {
            let cast = parameters[name]?.cast ?? (before: "(", after: "::text)")
            parts.append(
                "\(unescaped: cast.before)\(values[name])\(unescaped: cast.after)\(unescaped: piece)"
            )
        }
        return .join(parts, separator: "")
    }
}
