/// What kinds of things a catalogue holds, in the order in which they are made where nothing else
/// decides.
public enum ObjectKind: String, Sendable, Hashable, CaseIterable, Comparable {
    case schema
    case `extension`
    case enumeration = "enum"
    case compositeType = "type"
    case range
    case domain
    case sequence
    case function
    case procedure
    case aggregate
    case table
    case column
    case constraint
    case index
    case statistics
    case view
    case materializedView = "materialized view"
    /// Of a view, where it has a default or a comment.
    case viewColumn = "view column"
    case rule
    case trigger
    case policy

    public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether it belongs to a table or view and is named within it.
    public var isPart: Bool {
        switch self {
        case .column, .constraint, .index, .viewColumn, .rule, .trigger, .policy: true
        default: false
        }
    }

    /// Whether columns can be of it: a table and a view by their rows.
    var isType: Bool {
        switch self {
        case .enumeration, .compositeType, .range, .domain, .table, .view, .materializedView: true
        default: false
        }
    }

    /// As SQL words: `MATERIALIZED VIEW`. An enum, a range and a composite are a `TYPE`.
    var sql: String {
        switch self {
        case .enumeration, .compositeType, .range: "TYPE"
        case .viewColumn: "COLUMN"
        default: rawValue.uppercased()
        }
    }
}
