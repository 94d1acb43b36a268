extension PostgresQuery {
    /// The text with its values as literals, each escaped and cast to its type: for the few places
    /// that take a statement and no parameters, such as another database's reader. Everywhere else
    /// values are bound.
    public func withLiterals() throws(PostgreSQLError) -> String {
        var text = pieces[0]
        for (value, piece) in zip(values, pieces.dropFirst()) {
            text += try value.literal() + piece
        }
        return text
    }
}

extension PostgresValue {
    /// `'…'::type`; a text takes the type that is wanted at its place.
    fileprivate func literal() throws(PostgreSQLError) -> String {
        guard let text = try text() else { return "NULL" }
        let quoted = PostgresIdentifier.literal(text)
        if case .string = self { return quoted }
        return "\(quoted)::\(ownType)"
    }
}
