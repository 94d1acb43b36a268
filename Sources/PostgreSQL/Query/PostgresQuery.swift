/// A statement whose interpolated values are bound, never spliced into its text.
///
///     try await connection.query("SELECT * FROM memory WHERE namespace = \(name) LIMIT \(10)")
///
/// `\(identifier:)` quotes a name, `\(unescaped:)` splices text that is trusted to be SQL, and a
/// `PostgresQuery` inside another brings its own values along.
///
/// A bound string takes the type that the statement wants at its place, as a literal does; where
/// any type would do (`jsonb_build_object(…, $1)`), say which: `\(text)::text`. Numbers, dates,
/// identifiers and arrays go in as the type of their Swift value.
public struct PostgresQuery: Sendable, Hashable {
    /// What stands around the values: one piece more than there are values.
    var pieces: [String]
    /// What is bound, in order.
    public private(set) var values: [PostgresValue]

    /// A statement without values. Never pass what a user typed.
    public init(unescaped text: String) {
        pieces = [text]
        values = []
    }

    /// The text as the server gets it, with `$1`, `$2`… for the values.
    public var text: String {
        if values.isEmpty { return pieces[0] }
        var text = pieces[0]
        for (index, piece) in pieces.dropFirst().enumerated() { text += "$\(index + 1)" + piece }
        return text
    }

    /// Statements joined into one, for lists of conditions or columns.
    public static func join(_ parts: [PostgresQuery], separator: String = ", ") -> PostgresQuery {
        var joined = PostgresQuery(unescaped: "")
        for (index, part) in parts.enumerated() {
            if index > 0 { joined.append(separator) }
            joined.append(part)
        }
        return joined
    }

    public static func + (left: PostgresQuery, right: PostgresQuery) -> PostgresQuery {
        var sum = left
        sum.append(right)
        return sum
    }

    mutating func append(_ text: String) { pieces[pieces.count - 1] += text }

    mutating func bind(_ value: PostgresValue) {
        values.append(value)
        pieces.append("")
    }

    mutating func append(_ query: PostgresQuery) {
        append(query.pieces[0])
        pieces += query.pieces.dropFirst()
        values += query.values
    }
}

extension PostgresQuery: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(unescaped: value) }
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.query }

    public struct StringInterpolation: StringInterpolationProtocol {
        var query = PostgresQuery(unescaped: "")

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { query.append(literal) }

        /// Binds the value.
        public mutating func appendInterpolation(_ value: some PostgresConvertible) {
            query.bind(value.postgresValue)
        }

        /// Binds the value, NULL for nil.
        public mutating func appendInterpolation<T: PostgresConvertible>(_ value: T?) {
            query.bind(value?.postgresValue ?? .null)
        }

        /// Binds the value: `\(.null)`, `\(.jsonb(text))`.
        public mutating func appendInterpolation(_ value: PostgresValue) { query.bind(value) }

        /// Another statement or part of one, with its values.
        public mutating func appendInterpolation(_ fragment: PostgresQuery) {
            query.append(fragment)
        }

        /// A name, quoted.
        public mutating func appendInterpolation(identifier name: String) {
            query.append(PostgresIdentifier.quote(name))
        }

        /// A qualified name, its parts quoted.
        public mutating func appendInterpolation(identifier parts: [String]) {
            query.append(PostgresIdentifier.quote(parts))
        }

        /// Text that goes into the statement as it is. Never pass what a user typed.
        public mutating func appendInterpolation(unescaped text: String) { query.append(text) }
    }
}

extension PostgresQuery: CustomStringConvertible {
    /// The text; values are not shown.
    public var description: String { text }
}
