internal import DuckDB
internal import Foundation
internal import Hashing

/// How far a source was read into a table; kept in the database that the rows go to, and changed in
/// the same transaction.
public struct IngestState: Sendable, Equatable {
    public var position = SourcePosition()
    /// What the part of the file that was read looked like.
    public var fingerprint: String?
    /// The columns of a CSV header, and what parts cells.
    public var header: [String] = []
    public var delimiter: UInt8?
    /// What the source says of itself, as Airbyte's STATE.
    public var state: String?
    /// The stream whose rows go into the table itself.
    public var firstStream: String?
    public var rows = 0
    public var rejected = 0

    public init() {}
}

/// The states of a database, by source and table.
struct IngestStateTable {
    let connection: Connection
    static let name = "_dormouse_ingest"

    func prepare() throws(DuckDBError) {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS \(Self.name) (
                source VARCHAR, target VARCHAR, bytes BIGINT, lines BIGINT, cursor_value VARCHAR,
                fingerprint VARCHAR, header VARCHAR[], delimiter VARCHAR, state VARCHAR,
                first_stream VARCHAR, rows BIGINT, rejected BIGINT, updated_at TIMESTAMPTZ,
                PRIMARY KEY (source, target))
            """)
    }

    func read(_ source: String, _ target: String) throws(DuckDBError) -> IngestState? {
        let found = try connection.query(
            """
            SELECT bytes, lines, cursor_value, fingerprint, to_json(header)::VARCHAR, delimiter, state,
                first_stream, rows, rejected
            FROM \(Self.name) WHERE source = $1 AND target = $2
            """, [.string(source), .string(target)])
        guard found.rowCount == 1 else { return nil }
        var state = IngestState()
        state.position = SourcePosition(
            offset: found[0, 0].intValue ?? 0, lines: found[0, 1].intValue ?? 0,
            cursor: found[0, 2].stringValue)
        state.fingerprint = found[0, 3].stringValue
        let header = found[0, 4].stringValue.map { Data($0.utf8) }
        state.header = header.flatMap { try? JSONDecoder().decode([String].self, from: $0) } ?? []
        state.delimiter = found[0, 5].stringValue?.utf8.first
        state.state = found[0, 6].stringValue
        state.firstStream = found[0, 7].stringValue
        state.rows = found[0, 8].intValue ?? 0
        state.rejected = found[0, 9].intValue ?? 0
        return state
    }

    func write(_ state: IngestState, _ source: String, _ target: String) throws(DuckDBError) {
        func text(_ value: String?) -> Value { value.map { .string($0) } ?? .null }
        let header = (try? JSONEncoder().encode(state.header)).map {
            String(decoding: $0, as: UTF8.self)
        }
        try connection.query(
            """
            INSERT OR REPLACE INTO \(Self.name)
            VALUES ($1, $2, $3, $4, $5, $6, from_json($7, '["VARCHAR"]'), $8, $9, $10, $11, $12,
                current_timestamp)
            """,
            [
                .string(source), .string(target), .int(Int64(state.position.offset)),
                .int(Int64(state.position.lines)), text(state.position.cursor),
                text(state.fingerprint), text(header),
                text(state.delimiter.map { String(UnicodeScalar($0)) }), text(state.state),
                text(state.firstStream), .int(Int64(state.rows)), .int(Int64(state.rejected)),
            ])
    }

    func remove(_ source: String, _ target: String) throws(DuckDBError) {
        try connection.query(
            "DELETE FROM \(Self.name) WHERE source = $1 AND target = $2",
            [.string(source), .string(target)])
    }
}

/// What the beginning of a file looks like up to a place, so that a file that is no longer the one
/// that was read is noticed.
enum FileFingerprint {
    private static let headBytes = 64 << 10
    private static let tailBytes = 4 << 10

    /// Of the first bytes and the last ones before the place; nil where the file is shorter.
    static func of(_ path: String, upTo offset: Int) -> String? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        let head = min(offset, headBytes)
        let tail = min(offset, tailBytes)
        guard let first = try? handle.read(upToCount: head) ?? Data(), first.count == head,
            (try? handle.seek(toOffset: UInt64(offset - tail))) != nil,
            let last = try? handle.read(upToCount: tail) ?? Data(), last.count == tail
        else { return nil }
        let bytes = Array(first + last)
        return bytes.withUnsafeBufferPointer { SHA256.digest($0) }.text
    }
}
