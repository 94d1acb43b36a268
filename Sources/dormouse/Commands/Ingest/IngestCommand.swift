import Arguments
import DuckDB
import Foundation
import Governor
import Ingestion
import Pipeline
import PostgreSQL

import enum JSON.JSON

/// `ingest`: rows of files, queries and connectors into a DuckDB table.
enum IngestCommand: Command {
    static let formats = ["csv", "jsonl", "parquet", "postgres", "airbyte"]

    static let spec = CommandSpec(
        "ingest",
        abstract: "Take rows of files, PostgreSQL queries or Airbyte sources into a table",
        discussion: """
            Reads in batches; each is kept in one transaction with the place that the source has \
            then been read to. After a kill, and at the next run, it goes on exactly there, so that \
            a second run takes only what is new. Rows that the table cannot take are kept in \
            TABLE__rejected with their line and the reason. Columns that are new are added.

            SOURCE is a CSV, JSON Lines or Parquet file; postgres://…, with --query and --cursor, a \
            column that only grows (or 'postgres' for the database that POSTGRES_DB_URL names); or \
            - for standard input, which holds Airbyte messages (RECORD, STATE, LOG, TRACE) unless \
            --format says otherwise. STATE messages come out on standard output once their rows are \
            kept; --print-state prints the last one, for the next run of the connector.

            Rows go into --database, else into the target of the dbt project here. \
            docs/ingestion.md says more.
            """,
        examples: [
            Example("dormouse ingest orders.csv --into orders --database shop.duckdb", "a file"),
            Example(
                "dormouse ingest postgres --query 'SELECT * FROM t' --cursor id --into t",
                "what is new in a table"),
            Example("source-shop read … | dormouse ingest - --into shop", "an Airbyte source"),
        ],
        arguments: [ArgumentSpec("source", .required, help: "a file, postgres://… or -")],
        options: [
            .value("into", "TABLE", required: true, help: "the table: orders or shop.orders"),
            .value(
                "database", "FILE", .file, defaultNote: "the target of the dbt project here",
                help: "the DuckDB file; made where there is none"),
            .value(
                "format", "FORMAT", .choice(formats), defaultNote: "by the source's name",
                help: "what the source is"),
            .value(
                "delimiter", "CHARACTER", defaultNote: "the one that the header has",
                help: "what parts the cells of a CSV file; 'tab' for a tab"),
            .value("query", "SQL", help: "the rows to take from PostgreSQL: one SELECT"),
            .value(
                "cursor", "COLUMN",
                help: "the column of the query that tells what is new: it only grows"),
            .value(
                "source-name", "NAME", defaultNote: "the path or address",
                help: "what the source is known as from run to run"),
            .flag("replace", help: "empty the table first and read all of the source"),
            .value(
                "max-rejected", "N", .integer(0...Int.max),
                help: "fail where more rows than these are rejected"),
            .value(
                "batch", "ROWS", .integer(1...10_000_000), default: "20000",
                help: "rows kept together"),
            .flag("print-state", help: "print the last STATE of an Airbyte source, and end"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        guard try invocation.isOn(.ingestion) else {
            throw IngestError(
                .failed,
                "ingestion is switched off: \(Feature.ingestion.variable)=on, or features: "
                    + "{ingestion: on} in dormouse.yml, switches it on")
        }
        let call = try IngestCall(invocation)
        if invocation.command.flag("print-state") { return try call.printState() }
        do { return try call.perform() } catch let error as IngestError where error.code == .usage {
            throw invocation.command.usageError(error.message)
        }
    }
}

/// One call of `ingest`.
struct IngestCall {
    let invocation: Invocation
    private let source: String
    private let table: String
    private let format: String
    private let batchRows: Int

    private var command: ParsedCommand { invocation.command }
    private var console: Console { invocation.console }

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        source = invocation.command.string("source") ?? ""
        table = invocation.command.string("into") ?? ""
        batchRows = invocation.command.integer("batch") ?? 20_000
        guard let format = invocation.command.string("format") ?? Self.format(of: source) else {
            throw invocation.command.usageError(
                "what '\(source)' is cannot be told from its name",
                suggestion: "give --format " + IngestCommand.formats.joined(separator: ", "))
        }
        self.format = format
    }

    private static func format(of source: String) -> String? {
        if source == "-" { return "airbyte" }
        if source == "postgres" || ConnectionConfiguration.isAddress(source) { return "postgres" }
        switch URL(fileURLWithPath: source).pathExtension.lowercased() {
        case "csv", "tsv": return "csv"
        case "jsonl", "ndjson", "json": return "jsonl"
        case "parquet": return "parquet"
        default: return nil
        }
    }

    /// What the source is known as.
    private func name() throws -> String {
        if let name = command.string("source-name") { return name }
        switch format {
        case "airbyte": return "airbyte"
        case "postgres":
            // Without the password.
            return ConnectionConfiguration.shown(try address()) + " "
                + (command.string("query") ?? "")
        default: return URL(fileURLWithPath: source).standardizedFileURL.path
        }
    }

    private func address() throws -> String {
        if source != "postgres" { return source }
        guard let url = DatabaseTarget.ofEnvironment(invocation) else {
            throw command.usageError(
                "no database is named", suggestion: "set POSTGRES_DB_URL, or give its address")
        }
        return url
    }

    func perform() throws -> Int32 {
        let limits = try invocation.governorLimits()
        let connection =
            command.flag("replace")
            ? try invocation.leavingRollbackPoint(command.string("database")) { try open(limits) }
            : try open(limits)
        let watch = try invocation.watch(connection.database, limits: limits, command: "ingest")
        defer { watch?.end() }
        let end = try watch?.begin("ingest into \(table)", .batch, on: connection)
        defer { end?() }
        let isFile = ["csv", "jsonl"].contains(format) && source != "-"
        var options = Ingestion.Options()
        options.replaces = command.flag("replace")
        options.maximumRejected = command.integer("max-rejected")
        let ingestion = try Ingestion(
            connection, into: table, from: try name(),
            file: isFile ? URL(fileURLWithPath: source).standardizedFileURL.path : nil,
            options: options)
        do {
            try run(ingestion)
        } catch {
            console.clearStatus()
            if ingestion.report.batches > 0 { tell(ingestion) }
            throw error
        }
        console.clearStatus()
        tell(ingestion)
        return 0
    }

    private func run(_ ingestion: Ingestion) throws {
        let progress: (Ingestion.Report, RowBatch) throws -> Void = { report, batch in
            for note in batch.notes { console.note(TerminalText(note)) }
            if format == "airbyte", let state = batch.state, !invocation.wantsJSON {
                console.write(trusted: "{\"type\":\"STATE\",\"state\":\(state)}\n")
            }
            console.drawStatus("\(grouped(report.rows)) rows, \(grouped(report.rejected)) rejected")
        }
        let start = ingestion.state.position
        switch format {
        case "csv":
            let csv = CSVSource(
                try input(from: start.offset),
                delimiter: try delimiter() ?? ingestion.state.delimiter,
                start: start, columns: ingestion.state.header, batchRows: batchRows)
            try ingestion.run(
                csv,
                describing: {
                    $0.header = csv.header
                    $0.delimiter = csv.delimiter
                }, progress: progress)
        case "jsonl":
            let lines = JSONLinesSource(
                try input(from: start.offset), start: start, batchRows: batchRows)
            try ingestion.run(lines, progress: progress)
        case "parquet":
            try ingestion.run(parquet: source, batchRows: batchRows, progress: progress)
        case "airbyte":
            let messages = AirbyteSource(
                source == "-"
                    ? ByteInput(invocation.input) : try ByteInput(file: source, offset: 0),
                batchRows: batchRows)
            try ingestion.run(messages, progress: progress)
        default:
            guard let query = command.string("query"), let cursor = command.string("cursor") else {
                throw command.usageError(
                    "a PostgreSQL source needs --query and --cursor",
                    suggestion: "--query 'SELECT * FROM orders' --cursor id", code: .missingOption)
            }
            let server = try DatabaseTarget.connect(
                try DatabaseTarget.configuration(try address(), invocation), invocation)
            let rows = try QuerySource(
                server, query: query, cursor: cursor, after: start, batchRows: batchRows)
            try ingestion.run(rows, progress: progress)
        }
    }

    private func input(from offset: Int) throws -> ByteInput {
        source == "-" ? ByteInput(invocation.input) : try ByteInput(file: source, offset: offset)
    }

    private func delimiter() throws -> UInt8? {
        guard let text = command.string("delimiter") else {
            return source.lowercased().hasSuffix(".tsv") ? 0x09 : nil
        }
        if text == "tab" || text == "\\t" { return 0x09 }
        guard text.utf8.count == 1, let byte = text.utf8.first, byte != 0x22, byte > 0x08,
            byte != 0x0A, byte != 0x0D
        else {
            throw command.usageError(
                "--delimiter: '\(text)' is no single character", suggestion: "write ; or tab")
        }
        return byte
    }

    func printState() throws -> Int32 {
        let connection = try open(try invocation.governorLimits())
        let ingestion = try Ingestion(connection, into: table, from: try name())
        console.write(trusted: (ingestion.state.state ?? "{}") + "\n")
        return 0
    }

    private func open(_ limits: GovernorLimits) throws -> DuckDB.Connection {
        guard let file = command.string("database") else {
            guard let call = try? PipelineCall(invocation),
                let profile = try? call.workspace.profile()
            else {
                throw command.usageError(
                    "no database is named, and there is no dbt project here",
                    suggestion: "give --database FILE", code: .missingOption)
            }
            return try call.open(profile).connection
        }
        // DuckDB opens a CSV or JSON file as a database in memory: rows told as taken would be lost.
        if let handle = FileHandle(forReadingAtPath: file) {
            let head = (try? handle.read(upToCount: 16)) ?? Data()
            try? handle.close()
            let isDatabase =
                head.isEmpty || head.dropFirst(8).starts(with: Data("DUCK".utf8))
                || head.starts(with: Data("SQLite".utf8))
            guard isDatabase else {
                throw command.usageError(
                    "\(file) is no database", suggestion: "give --database FILE.duckdb")
            }
        }
        var options = Database.Options()
        for setting in limits.settings { options.settings[setting.name] = setting.value }
        options.spillFolder = options.settings.removeValue(forKey: "temp_directory")
        return try Database(path: file, options: options).connect()
    }

    private func tell(_ ingestion: Ingestion) {
        let report = ingestion.report
        let state = ingestion.state
        if invocation.wantsJSON {
            console.print(json: [
                "table": .string(table), "rows": JSON(report.rows),
                "rejected": JSON(report.rejected), "batches": JSON(report.batches),
                "total_rows": JSON(state.rows), "total_rejected": JSON(state.rejected),
                "tables": .array(report.tables.map { .string($0) }),
                "added_columns": .array(report.addedColumns.map { .string($0) }),
                "state": state.state.flatMap { try? JSON.parse($0) } ?? .null,
            ])
            return
        }
        for column in report.addedColumns { console.note("added the column \(column)") }
        let text = TerminalText(
            report.batches == 0
                ? "Nothing is new: \(table) has \(counted(state.rows, "row")) of this source."
                : "Took \(counted(report.rows, "row")) into \(table)."
                    + (report.rejected == 0
                        ? ""
                        : " Rejected \(counted(report.rejected, "row")): SELECT line, reason, content "
                            + "FROM \(table)__rejected"))
        // Standard output is the connector's.
        if format == "airbyte" { console.note(text) } else { console.print(text) }
    }
}
