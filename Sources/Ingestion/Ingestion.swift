public import DuckDB
internal import Foundation

/// Takes the rows of a source into a table, batch after batch, each in one transaction with the place
/// that the source has then been read to: after a kill, and at the next run, it goes on exactly there.
///
/// Rows that the table cannot take are kept in `TABLE__rejected` with their line and the reason.
public final class Ingestion {
    public struct Options: Sendable {
        /// Ends the ingestion after so many rejected rows; nil: after none.
        public var maximumRejected: Int?
        /// Empties the table first, and begins the source anew, in one transaction with the first
        /// rows.
        public var replaces = false

        public init() {}
    }

    /// What an ingestion did.
    public struct Report: Sendable, Equatable {
        public var rows = 0
        public var rejected = 0
        public var batches = 0
        /// Columns that the table got: `orders.note VARCHAR`.
        public var addedColumns: [String] = []
        /// The tables that rows went into.
        public var tables: [String] = []
    }

    private let connection: Connection
    private let target: TableName
    /// What the state is kept under: a path, or another name of the source.
    private let source: String
    /// The file that is read, for its fingerprint.
    private let file: String?
    private let options: Options
    private let states: IngestStateTable
    /// What is known now.
    public private(set) var state = IngestState()
    public private(set) var report = Report()
    private var mustEmpty: Bool

    /// Finds out how far the source was read into the table.
    ///
    /// - Parameters:
    ///   - table: `orders` or `shop.orders`.
    ///   - source: its name; for a file its whole path.
    ///   - file: the path, where it is a file.
    /// - Throws: `changed` where the file is no longer the one that was read, and DuckDB's errors.
    public init(
        _ connection: Connection, into table: String, from source: String, file: String? = nil,
        options: Options = Options()
    ) throws {
        self.connection = connection
        target = try TableName(table)
        self.source = source
        self.file = file
        self.options = options
        states = IngestStateTable(connection: connection)
        mustEmpty = options.replaces
        try states.prepare()
        if let known = try states.read(source, target.text), !options.replaces { state = known }
        try checkFile()
    }

    private func checkFile() throws(IngestError) {
        guard let file, let known = state.fingerprint else { return }
        let offset = state.position.offset
        guard FileFingerprint.of(file, upTo: offset) == known else {
            throw IngestError(
                .changed,
                "\(file) is not the file that was read before: it differs before byte \(offset). "
                    + "--replace empties \(target.text) and reads all of it")
        }
        guard let handle = FileHandle(forReadingAtPath: file), offset > 0 else { return }
        defer { try? handle.close() }
        try? handle.seek(toOffset: UInt64(offset - 1))
        let around = Array((try? handle.read(upToCount: 2)) ?? Data())
        if around.count == 2, around[0] != 0x0A, around[1] != 0x0A, around[1] != 0x0D {
            throw IngestError(
                .changed,
                "the last line of \(file) was not whole when it was read before, and goes on now. "
                    + "--replace empties \(target.text) and reads all of it")
        }
    }

    /// Reads to the end.
    ///
    /// - Parameters:
    ///   - describe: asked after each batch for what the state has to know of the source: the
    ///     header of a CSV file.
    ///   - progress: told after each batch that is kept.
    public func run(
        _ rows: any RowSource, describing describe: (inout IngestState) -> Void = { _ in },
        progress: (Report, RowBatch) throws -> Void = { _, _ in }
    ) throws {
        defer { StagedRows.drop(on: connection) }
        while let batch = try rows.next() {
            var next = state
            describe(&next)
            try keep(batch, next)
            report.batches += 1
            try progress(report, batch)
            try checkRejected()
        }
        if mustEmpty {
            // A source without rows empties the table, too.
            try keep(RowBatch(), state)
        }
    }

    private func checkRejected() throws(IngestError) {
        guard let most = options.maximumRejected, report.rejected > most else { return }
        throw IngestError(
            .rejected,
            "\(report.rejected) rows were rejected, more than the \(most) that may be. What was read "
                + "is kept; SELECT line, reason, content FROM \(target.rejected.text) shows them")
    }

    private func keep(_ batch: RowBatch, _ next: IngestState) throws {
        var next = next
        var done = report
        next.position = batch.position
        if let state = batch.state { next.state = state }
        if let file, batch.position.offset > 0 {
            next.fingerprint = FileFingerprint.of(file, upTo: batch.position.offset)
        }
        try connection.transaction {
            try emptyWhereAsked()
            var rejected = batch.rejected.count
            for stream in batch.order {
                guard let rows = batch.streams[stream], !rows.rows.isEmpty else { continue }
                if next.firstStream == nil, !stream.isEmpty { next.firstStream = stream }
                let table =
                    stream.isEmpty || stream == next.firstStream ? target : target.of(stream)
                let staged = try StagedRows(rows, on: connection)
                let writer = TableWriter(connection: connection, table: table, source: source)
                let written = try writer.write(staged)
                done.rows += written.rows
                next.rows += written.rows
                rejected += written.rejected
                done.addedColumns += written.added
                if !done.tables.contains(table.text) { done.tables.append(table.text) }
            }
            try TableWriter(connection: connection, table: target, source: source)
                .reject(batch.rejected)
            done.rejected += rejected
            next.rejected += rejected
            try states.write(next, source, target.text)
        }
        mustEmpty = false
        state = next
        report = done
    }

    private func emptyWhereAsked() throws {
        guard mustEmpty else { return }
        for table in [target, target.rejected] where try table.exists(on: connection) {
            try connection.query("DELETE FROM \(table.sql)", [])
        }
        try states.remove(source, target.text)
    }

    /// Reads the row groups of a Parquet file from where it was left; each batch keeps the types of
    /// the file.
    ///
    /// - Throws: `source` where the file cannot be read, `changed` where it has fewer rows than were
    ///   read.
    public func run(
        parquet path: String, batchRows: Int = 100_000,
        progress: (Report, RowBatch) throws -> Void = { _, _ in }
    ) throws {
        defer { StagedRows.drop(on: connection) }
        let known: [(name: String, type: String)]
        let total: Int
        do throws(DuckDBError) {
            known = try connection.query(
                "SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet($1))",
                [.string(path)]
            ).rows.map { ($0[0].stringValue ?? "", $0[1].stringValue ?? "") }
            total =
                try connection.query(
                    "SELECT coalesce(sum(num_rows), 0)::BIGINT FROM parquet_file_metadata($1)",
                    [.string(path)]
                ).first?.intValue ?? 0
        } catch {
            throw IngestError(.source, "\(path) cannot be read as Parquet: \(error.message)")
        }
        guard total >= state.position.lines else {
            throw IngestError(
                .changed, "\(path) has \(total) rows, and \(state.position.lines) were read before")
        }
        while state.position.lines < total || mustEmpty {
            let start = state.position.lines
            let end = min(total, start + batchRows)
            var next = state
            var done = report
            next.position = SourcePosition(lines: end)
            try connection.transaction {
                try emptyWhereAsked()
                let staged = try StagedRows(
                    query: """
                        SELECT file_row_number + 1 AS line, * EXCLUDE (file_row_number)
                        FROM read_parquet($1, file_row_number = true)
                        WHERE file_row_number >= $2 AND file_row_number < $3
                        """, [.string(path), .int(Int64(start)), .int(Int64(end))],
                    columns: known, on: connection)
                let written = try TableWriter(
                    connection: connection, table: target, source: source
                ).write(staged)
                done.rows += written.rows
                done.rejected += written.rejected
                next.rows += written.rows
                next.rejected += written.rejected
                done.addedColumns += written.added
                done.tables = [target.text]
                try states.write(next, source, target.text)
            }
            mustEmpty = false
            done.batches += 1
            state = next
            report = done
            var batch = RowBatch()
            batch.position = next.position
            try progress(report, batch)
            try checkRejected()
        }
    }
}
