import DuckDB
import Foundation
import Ingestion

/// Files and a database of one test.
final class IngestionFolder: Sendable {
    let url: URL
    let connection: Connection

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "dormouse-ingestion-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        connection = try Database(path: nil).connect()
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = url.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    func append(_ name: String, _ text: String) throws {
        let handle = try FileHandle(forWritingTo: url.appending(path: name))
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
    }

    /// Reads a CSV or JSON Lines file into the table `t`.
    @discardableResult
    func ingest(
        _ name: String, into table: String = "t", batchRows: Int = 20_000,
        options: Ingestion.Options = .init(), stopAfter: Int? = nil
    ) throws -> Ingestion.Report {
        let path = url.appending(path: name).path
        let ingestion = try Ingestion(
            connection, into: table, from: path, file: path, options: options)
        let input = try ByteInput(file: path, offset: ingestion.state.position.offset)
        func progress(_ report: Ingestion.Report, _ batch: RowBatch) throws {
            if report.batches == stopAfter { throw Stopped() }
        }
        if name.hasSuffix(".csv") {
            let source = CSVSource(
                input, delimiter: ingestion.state.delimiter, start: ingestion.state.position,
                columns: ingestion.state.header, batchRows: batchRows)
            try ingestion.run(
                source,
                describing: {
                    $0.header = source.header
                    $0.delimiter = source.delimiter
                }, progress: progress)
        } else {
            try ingestion.run(
                JSONLinesSource(input, start: ingestion.state.position, batchRows: batchRows),
                progress: progress)
        }
        return ingestion.report
    }

    struct Stopped: Error {}

    func rows(_ sql: String) throws -> [[String]] {
        try connection.query(sql, []).rows.map { row in
            row.values.map { $0 == .null ? "NULL" : "\($0)" }
        }
    }

    /// The one value of a query.
    func value(_ sql: String) throws -> Int? { try connection.query(sql, []).first?.intValue }
}
