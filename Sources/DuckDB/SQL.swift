/// A statement whose interpolated values are bound, never spliced into its text.
///
///     try connection.query("SELECT * FROM memory WHERE namespace = \(name) LIMIT \(10)")
///
/// `\(identifier:)` quotes a name, `\(unescaped:)` splices text that is trusted to be SQL, and a
/// `SQL` inside another brings its own values along.
public struct SQL: Sendable, Hashable {
    /// The text with a `?` for every value.
    public private(set) var text: String
    /// What is bound, in order.
    public private(set) var values: [Value]

    public init(text: String, values: [Value] = []) {
        self.text = text
        self.values = values
    }

    /// Statements joined into one, for lists of conditions or columns.
    public static func join(_ parts: [SQL], separator: String = ", ") -> SQL {
        SQL(
            text: parts.map(\.text).joined(separator: separator), values: parts.flatMap(\.values))
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        SQL(text: left.text + right.text, values: left.values + right.values)
    }
}

extension SQL: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(text: value) }
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    public struct StringInterpolation: StringInterpolationProtocol {
        var sql = SQL(text: "")

        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + interpolationCount)
            sql.values.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { sql.text += literal }

        /// Binds the value.
        public mutating func appendInterpolation(_ value: some ValueConvertible) {
            sql.text += "?"
            sql.values.append(value.duckDBValue)
        }

        /// Binds the value: `\(.null)`, `\(.list([1, 2]))`.
        public mutating func appendInterpolation(_ value: Value) {
            sql.text += "?"
            sql.values.append(value)
        }

        /// Another statement or part of one, with its values.
        public mutating func appendInterpolation(_ fragment: SQL) { sql = sql + fragment }

        /// A name, quoted.
        public mutating func appendInterpolation(identifier name: String) {
            sql.text += quoteIdentifier(name)
        }

        /// A qualified name, its parts quoted.
        public mutating func appendInterpolation(identifier parts: [String]) {
            sql.text += quoteIdentifier(parts)
        }

        /// Text that goes into the statement as it is. Never pass what a user typed.
        public mutating func appendInterpolation(unescaped text: String) { sql.text += text }
    }
}

extension SQL: CustomStringConvertible {
    /// The text; values are not shown.
    public var description: String { text }
}
