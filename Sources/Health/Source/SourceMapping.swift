public import YAML

/// Which table is looked at, and which of its columns mean what. What is nil is found by its name.
public struct SourceMapping: Sendable, Hashable {
    /// `table`, or `schema.table`.
    public var table: String?
    public var id: String?
    public var content: String?
    /// When the row came.
    public var created: String?
    public var updated: String?
    /// JSON, or text that should be JSON.
    public var metadata: String?

    public init() {}

    /// Reads `{table: public.events, columns: {id: event_id, content: body}}`.
    public init(_ node: YAML.Node) throws {
        for entry in try node.mapping() {
            switch try entry.key.text() {
            case "table": table = try entry.value.text()
            case "columns":
                for column in try entry.value.mapping() {
                    try set(column.key.text(), column.value.text(), line: column.key.line)
                }
            case let other:
                throw HealthError(
                    "line \(entry.key.line): a source has table and columns, no '\(other)'")
            }
        }
    }

    private mutating func set(_ meaning: String, _ column: String, line: Int) throws {
        switch meaning {
        case "id": id = column
        case "content": content = column
        case "created": created = column
        case "updated": updated = column
        case "metadata": metadata = column
        default:
            throw HealthError(
                "line \(line): columns of a source mean id, content, created, updated or metadata, "
                    + "not '\(meaning)'")
        }
    }

    /// Names that are tried where none was said, the likeliest first.
    static let candidates: [(meaning: String, names: [String])] = [
        ("id", ["id", "memory_id", "uuid", "event_id"]),
        ("content", ["content", "text", "body", "message"]),
        ("created", ["recorded_at", "created_at", "created", "inserted_at", "timestamp", "time"]),
        ("updated", ["updated_at", "modified_at", "updated", "modified"]),
        ("metadata", ["metadata", "meta", "payload", "extra", "attributes"]),
    ]

    func named(_ meaning: String) -> String? {
        switch meaning {
        case "id": id
        case "content": content
        case "created": created
        case "updated": updated
        default: metadata
        }
    }
}
