public import DuckDB
import Foundation

/// The readers as functions of SQL. They take text and open no files: `read_text` and `read_blob`
/// do, under whatever rules the connection has.
///
/// ```sql
/// SELECT filename, unnest(ics_events(content), max_depth := 2) FROM read_blob('calendars/*.ics')
/// ```
public enum CalendarFunctions {
    /// Makes `ics_events` and `jsonld_events` known to a database.
    public static func register(on connection: Connection) throws(DuckDBError) {
        for type in [LogicalType.varchar, .blob] {
            try connection.register(
                ScalarFunction(name: "ics_events", parameters: [type], returns: list) { row in
                    .list(ICSReader.events(in: bytes(row[0])).map(value))
                })
            try connection.register(
                ScalarFunction(name: "jsonld_events", parameters: [type], returns: list) { row in
                    let text = WrittenText.decode(WrittenText.withoutUTF16(bytes(row[0])))
                    return .list(JSONLDReader.events(in: text).map(value))
                })
        }
    }

    private static func bytes(_ value: Value) -> [UInt8] {
        if case .blob(let bytes) = value { return bytes }
        return Array((value.stringValue ?? "").utf8)
    }

    private static let list = LogicalType.list(
        .structure([
            .init("uid", .varchar), .init("source_key", .varchar), .init("series_key", .varchar),
            .init("title", .varchar), .init("description", .varchar),
            .init("starts_at", .timestampTZ), .init("ends_at", .timestampTZ),
            .init("is_all_day", .boolean), .init("zone", .varchar), .init("status", .varchar),
            .init("url", .varchar), .init("image_url", .varchar), .init("location", .varchar),
            .init("city", .varchar), .init("country", .varchar), .init("is_online", .boolean),
            .init("organiser", .varchar), .init("organiser_url", .varchar),
            .init("speakers", .list(person)), .init("topics", .list(.varchar)),
            .init("language", .varchar), .init("capacity", .integer),
            .init("updated_at", .timestampTZ), .init("faults", .list(.varchar)),
        ]))

    private static let person = LogicalType.structure([
        .init("name", .varchar), .init("title", .varchar), .init("company", .varchar),
        .init("url", .varchar),
    ])

    private static func value(_ event: CalendarEvent) -> Value {
        .structure([
            .init("uid", text(event.uid)), .init("source_key", text(event.sourceKey)),
            .init("series_key", text(event.seriesKey)), .init("title", text(event.title)),
            .init("description", text(event.description)), .init("starts_at", time(event.start)),
            .init("ends_at", time(event.end)), .init("is_all_day", .bool(event.isAllDay)),
            .init("zone", text(event.zone)), .init("status", .string(event.status.rawValue)),
            .init("url", text(event.url)), .init("image_url", text(event.imageURL)),
            .init("location", text(event.location)), .init("city", text(event.city)),
            .init("country", text(event.country)), .init("is_online", .bool(event.isOnline)),
            .init("organiser", text(event.organiser)),
            .init("organiser_url", text(event.organiserURL)),
            .init("speakers", .list(event.speakers.map(value))),
            .init("topics", .list(event.topics.map { .string($0.withoutNUL) })),
            .init("language", text(event.language)),
            .init(
                "capacity",
                event.capacity.flatMap { Int32(exactly: $0) }.map { .int(Int64($0)) }
                    ?? .null),
            .init("updated_at", time(event.updated)),
            .init("faults", .list(event.faults.map { .string($0.withoutNUL) })),
        ])
    }

    private static func value(_ person: CalendarEvent.Person) -> Value {
        .structure([
            .init("name", .string(person.name.withoutNUL)), .init("title", text(person.title)),
            .init("company", text(person.company)), .init("url", text(person.url)),
        ])
    }

    private static func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .string(text.withoutNUL)
    }

    private static func time(_ date: Date?) -> Value {
        date.map { .timestamptz(Timestamp($0)) } ?? .null
    }
}

extension String {
    /// PostgreSQL keeps no NUL in a text.
    fileprivate var withoutNUL: String {
        utf8.contains(0) ? replacing("\0", with: "") : self
    }
}
