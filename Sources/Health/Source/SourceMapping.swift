import Settings

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
    /// The SHA-256 of the text, in hexadecimal digits; looked at only where it is named.
    public var hash: String?

    public init() {}

    /// Reads `{table: public.events, columns: {id: event_id, content: body}}`.
    init(_ section: SettingsReader) throws(SettingsError) {
        var section = section
        table = try section.string("table")
        var columns = try section.section("columns")
        id = try columns.string("id")
        content = try columns.string("content")
        created = try columns.string("created")
        updated = try columns.string("updated")
        metadata = try columns.string("metadata")
        hash = try columns.string("hash")
        try columns.finish()
        try section.finish()
    }

    /// Names that are tried where none was said, the likeliest first.
    static let candidates: [(meaning: String, names: [String])] = [
        ("id", ["id", "memory_id", "uuid", "event_id"]),
        ("content", ["content", "text", "body", "message"]),
        ("created", ["recorded_at", "created_at", "created", "inserted_at", "timestamp", "time"]),
        ("updated", ["updated_at", "modified_at", "updated", "modified"]),
        ("metadata", ["metadata", "meta", "payload", "extra", "attributes"]),
        // A column of this name may hold anybody's digest of anything.
        ("hash", []),
    ]

    func named(_ meaning: String) -> String? {
        switch meaning {
        case "id": id
        case "content": content
        case "created": created
        case "updated": updated
        case "hash": hash
        default: metadata
        }
    }
}
