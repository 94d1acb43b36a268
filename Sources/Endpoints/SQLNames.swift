import Schema

/// The names in SQL, by what they can stand for: each with its schema where there is one.
struct SQLNames: Sendable, Hashable {
    /// Those before a parenthesis, as functions stand.
    private(set) var calls: Set<[String]> = []
    /// All others: relations and columns.
    private(set) var others: Set<[String]> = []

    init(_ tokens: [SQLToken]) {
        for (index, token) in tokens.enumerated() {
            guard let identifier = token.identifier else { continue }
            let isQualified = index >= 2 && tokens[index - 1].symbol == "."
            let schema = isQualified ? tokens[index - 2].identifier : nil
            let name = [schema, identifier].compactMap(\.self)
            let isCalled = index + 1 < tokens.count && tokens[index + 1].symbol == "("
            if isCalled { calls.insert(name) } else { others.insert(name) }
        }
    }
}
