internal import CPostgreSQL

extension PostgreSQLError {
    /// What a failed result says.
    init(result: OpaquePointer?, connection: OpaquePointer?) {
        func field(_ code: Int32) -> String? {
            PQresultErrorField(result, code).map { String(cString: $0) }
        }
        guard let state = field(Field.sqlState) else {
            // libpq itself speaks: nearly always because the connection is gone.
            let text = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
            let own = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
            self.init(
                PQstatus(connection) == CONNECTION_BAD ? .connectionLost : .unexpected,
                (text.isEmpty ? own : text).trimmedLine)
            return
        }
        let message = field(Field.message) ?? ""
        var code = Code(sqlState: state)
        if state == "57014" && message.contains("user request") { code = .cancelled }
        self.init(code, message, hint: field(Field.hint))
        sqlState = state
        detail = field(Field.detail)
        position = field(Field.position).flatMap { Int($0) }
        context = field(Field.context)
        schema = field(Field.schema)
        table = field(Field.table)
        column = field(Field.column)
        dataType = field(Field.dataType)
        constraint = field(Field.constraint)
    }

    /// What libpq calls the parts of a message (postgres_ext.h).
    private enum Field {
        static let sqlState = code("C")
        static let message = code("M")
        static let detail = code("D")
        static let hint = code("H")
        static let position = code("P")
        static let context = code("W")
        static let schema = code("s")
        static let table = code("t")
        static let column = code("c")
        static let dataType = code("d")
        static let constraint = code("n")

        private static func code(_ letter: Unicode.Scalar) -> Int32 { Int32(letter.value) }
    }
}

extension String {
    /// Without newlines at its ends, the others as spaces.
    var trimmedLine: String {
        split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(while: \.isWhitespace) }
            .joined(separator: " ")
    }
}
