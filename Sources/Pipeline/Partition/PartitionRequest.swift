internal import DuckDB
internal import Jinja

/// `partition_by` of a model: by which column of its result it is computed part after part.
///
/// ```
/// partition_by: customer                                   hash of the column, 16 parts
/// partition_by: {field: customer, type: hash, parts: 64}
/// partition_by: {field: ordered_at, type: time, granularity: month}
/// partition_by: {field: country, type: list, values: [de, pt]}
/// partition_by: {type: namespace}                          the column `namespace`
/// ```
struct PartitionRequest: Equatable {
    enum Kind: Equatable {
        /// By the column's hash.
        case hash(parts: Int)
        /// By the hour, day… that the column's time lies in.
        case time(granularity: String)
        /// A part for each value; where the values are named, one more for all others.
        case list([String]?)
    }

    var field: String
    var kind: Kind

    static let granularities = ["hour", "day", "week", "month", "quarter", "year"]
    static let mostParts = 10_000

    /// What a model asks for; nil where it asks for nothing, and for the list of columns that
    /// DuckLake has.
    init?(_ configuration: Configuration) throws(PipelineError) {
        guard let value = configuration["partition_by"], !value.isEmptyOrNone else { return nil }
        if let field = value.string {
            self.init(field: field, kind: .hash(parts: 16))
            return
        }
        guard let entries = value.dict?.entries else { return nil }
        var keys: [String: Jinja.Value] = [:]
        for entry in entries { keys[entry.key.string ?? ""] = entry.value }
        let known = ["field", "type", "granularity", "parts", "values"]
        if let wrong = keys.keys.sorted().first(where: { !known.contains($0) }) {
            throw Self.fault("has no key '\(wrong)'; its keys are \(known.joined(separator: ", "))")
        }
        let type =
            keys["type"]?.string
            ?? (keys["granularity"] != nil ? "time" : keys["values"] != nil ? "list" : "hash")
        guard let field = keys["field"]?.string ?? (type == "namespace" ? "namespace" : nil) else {
            throw Self.fault("needs a `field`: a column of the model's result")
        }
        switch type {
        case "hash":
            let parts = keys["parts"].map { $0.int ?? 0 } ?? 16
            guard (1...Self.mostParts).contains(parts) else {
                throw Self.fault("takes 1 to \(Self.mostParts) `parts`")
            }
            self.init(field: field, kind: .hash(parts: parts))
        case "time", "time_range", "range":
            let granularity = keys["granularity"]?.string ?? "month"
            guard Self.granularities.contains(granularity) else {
                throw Self.fault(
                    "has no granularity '\(granularity)'; it can be "
                        + Self.granularities.joined(separator: ", "))
            }
            self.init(field: field, kind: .time(granularity: granularity))
        case "list", "namespace":
            let values = keys["values"]?.elements?.compactMap { $0.string ?? (try? $0.text()) }
            self.init(field: field, kind: .list(values))
        default:
            throw Self.fault("has no type '\(type)'; it can be hash, time, list or namespace")
        }
    }

    init(field: String, kind: Kind) {
        self.field = field
        self.kind = kind
    }

    private static func fault(_ reason: String) -> PipelineError {
        PipelineError(
            .configuration, "`partition_by` \(reason)",
            hint: "partition_by: {field: customer, type: hash, parts: 16}")
    }
}

/// A part of a model's result: its name, and what holds for its rows and for no other's.
struct Part: Equatable {
    var name: String
    var condition: String
}

extension PartitionRequest {
    /// The parts of a query's result, which together hold each of its rows once.
    func parts(of sql: String, _ engine: Engine) throws(PipelineError) -> [Part] {
        let column = quoted(field)
        let none = Part(name: "null", condition: "\(column) is null")
        switch kind {
        case .hash(let parts):
            // A range of hashes and no remainder: DuckDB takes nothing below a group that could fail,
            // as a division may.
            let step = UInt64.max / UInt64(parts)
            return (0..<parts).map { part in
                let first = UInt64(part) * step
                let last = part == parts - 1 ? UInt64.max : first + step - 1
                return Part(
                    name: "\(part + 1) of \(parts)",
                    condition: "hash(\(column)) between \(first)::ubigint and \(last)::ubigint")
            }
        case .list(let values?):
            let listed = values.map(literal).joined(separator: ", ")
            let rest = "\(column) is null or cast(\(column) as varchar) not in (\(listed))"
            return Set(values).sorted().map { Self.part($0, column) }
                + [Part(name: "others", condition: values.isEmpty ? "true" : rest)]
        case .list(nil):
            return try distinct("cast(\(column) as varchar)", sql, engine).map {
                Self.part($0, column)
            } + [none]
        case .time(let granularity):
            let step = "date_trunc(\(literal(granularity)), \(column))"
            let type = try engine.columns(ofQuery: sql).first {
                $0.name.lowercased() == field.lowercased()
            }?.type
            let interval =
                granularity == "quarter" ? "interval 3 month" : "interval 1 \(granularity)"
            return try distinct("cast(\(step) as varchar)", sql, engine).map { value in
                // The range lets files and blocks be left out; the equation says what is meant.
                let start = "\(literal(value))::\(type ?? "timestamp")"
                // DuckDB makes a range of the equation below, in which nothing infinite lies.
                if value.hasSuffix("infinity") {
                    return Part(name: value, condition: "\(column) = \(start)")
                }
                return Part(
                    name: value,
                    condition: "\(column) >= \(start) and \(column) <= \(start) + \(interval) "
                        + "and \(step) = \(start)")
            } + [none]
        }
    }

    private static func part(_ value: String, _ column: String) -> Part {
        Part(name: value, condition: "cast(\(column) as varchar) = \(literal(value))")
    }

    private func distinct(
        _ expression: String, _ sql: String, _ engine: Engine
    ) throws(PipelineError) -> [String] {
        let found = try engine.query(
            "select distinct \(expression) from (\n\(sql)\n) limit \(Self.mostParts + 1)")
        let values = found.rows.compactMap { $0[0].stringValue }.sorted()
        guard values.count <= Self.mostParts else {
            throw PipelineError(
                .configuration,
                "`partition_by` makes more than \(Self.mostParts) parts of '\(field)'",
                hint: "Take a coarser granularity, or type: hash.")
        }
        return values
    }
}

extension Engine {
    /// The columns of a query's result with their types.
    func columns(ofQuery sql: String) throws(PipelineError) -> [(name: String, type: String)] {
        try query("select column_name, column_type from (describe (\n\(sql)\n))").rows.map {
            ($0[0].stringValue ?? "", $0[1].stringValue ?? "")
        }
    }
}
