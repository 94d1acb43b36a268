import DuckDB
import PostgreSQL

extension ColumnPlan {
    /// Types that both have, and that DuckDB's reader keeps as they are.
    private static let same = [
        "bool": "BOOLEAN", "int2": "SMALLINT", "int4": "INTEGER", "int8": "BIGINT",
        "float4": "FLOAT", "float8": "DOUBLE", "text": "VARCHAR", "varchar": "VARCHAR",
        "bpchar": "VARCHAR", "uuid": "UUID", "date": "DATE", "time": "TIME",
        "timestamp": "TIMESTAMP", "timestamptz": "TIMESTAMPTZ", "bytea": "BLOB",
        "interval": "INTERVAL",
    ]

    init(_ entry: TablePlan.Entry, digits: TablePlan.Decimals?) throws(HybridError) {
        let column = PostgresIdentifier.quote(entry.name)
        self.init(
            name: entry.name, postgresType: entry.shown, duckDBType: "VARCHAR",
            serverExpression: column, needsCast: false, note: nil)
        if let same = Self.same[entry.type] {
            duckDBType = same
        } else if entry.type == "numeric" {
            try cross(decimal: entry, digits, column)
        } else if entry.type == "json" || entry.type == "jsonb" {
            self.cast("\(column)::text", to: "JSON")
        } else if entry.type == "vector" || entry.type == "halfvec" {
            let length = entry.modifier > 0 ? String(entry.modifier) : ""
            self.cast("\(column)::real[]", to: "FLOAT[\(length)]", isNeeded: !length.isEmpty)
        } else if entry.kind == "e" {
            self.cast("\(column)::text", to: Self.enumeration(entry.labels))
        } else if entry.kind == "c" {
            self.cast("pg_catalog.to_jsonb(\(column))::text", to: "JSON")
        } else if let element = entry.element {
            cross(arrayOf: element, entry, column)
        } else {
            serverExpression = "\(column)::text"
            note = "DuckDB has no \(entry.shown): it is read as text"
        }
    }

    private mutating func cast(_ expression: String, to type: String, isNeeded: Bool = true) {
        serverExpression = expression
        duckDBType = type
        needsCast = isNeeded
    }

    private mutating func cross(
        decimal entry: TablePlan.Entry, _ digits: TablePlan.Decimals?, _ column: String
    ) throws(HybridError) {
        if entry.modifier >= 4 {
            // Precision and scale are packed into one number, after the four bytes of its length.
            let precision = (entry.modifier - 4) >> 16 & 0xFFFF
            let scale = (entry.modifier - 4) & 0x7FF
            guard precision <= 38, scale <= precision else {
                serverExpression = "\(column)::text"
                note = "DuckDB's DECIMAL has 38 digits at most: \(entry.shown) is read as text"
                return
            }
            duckDBType = "DECIMAL(\(precision),\(scale))"
            // NaN would become 0: the server refuses to cast the text instead.
            serverExpression =
                "CASE WHEN \(column) = 'NaN' THEN ('NaN has no DECIMAL'::text "
                + "|| \(column)::text)::numeric(\(precision),\(scale)) ELSE \(column) END"
            return
        }
        guard let digits else { return }
        guard digits.isFinite, digits.whole + digits.scale <= 38 else {
            serverExpression = "\(column)::text"
            note =
                digits.isFinite
                ? "it holds numbers of more than 38 digits: it is read as text"
                : "it holds NaN or infinity, which DECIMAL has not: it is read as text"
            return
        }
        // Room for larger numbers of the same scale; a row with more digits after the point, that
        // came meanwhile, fails instead of being rounded.
        let type = "numeric(38,\(digits.scale))"
        duckDBType = "DECIMAL(38,\(digits.scale))"
        serverExpression =
            "CASE WHEN pg_catalog.scale(\(column)) <= \(digits.scale) THEN \(column)::\(type) "
            + "ELSE ('more digits than planned: '::text || \(column)::text)::\(type) END"
    }

    private mutating func cross(
        arrayOf element: String, _ entry: TablePlan.Entry, _ column: String
    ) {
        if let same = Self.same[element] {
            duckDBType = same + "[]"
        } else if entry.elementKind == "e" {
            self.cast("\(column)::text[]", to: Self.enumeration(entry.labels) + "[]")
        } else if element == "json" || element == "jsonb" {
            self.cast("\(column)::text[]", to: "JSON[]")
        } else {
            serverExpression = "\(column)::text[]"
            duckDBType = "VARCHAR[]"
            note = "elements of type \(element) are read as text"
        }
    }

    private static func enumeration(_ labels: [String]) -> String {
        "ENUM(" + labels.map { quoteLiteral($0) }.joined(separator: ", ") + ")"
    }
}
