import DuckDB
import Foundation
import Testing

/// A directory that goes away with its test.
final class Scratch: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("duckdb-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

@Test func aFileKeepsItsTablesOverAReopening() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.duckdb")
    for round in 0..<3 {
        let connection = try Database(path: path).connect()
        try connection.execute("CREATE TABLE IF NOT EXISTS t (a INTEGER)")
        try connection.query("INSERT INTO t VALUES (\(round))")
        #expect(try connection.query("SELECT count(*) FROM t").first?.intValue == round + 1)
    }
}

@Test func databasesInMemoryAreStrangers() throws {
    let one = try memoryConnection()
    try one.execute("CREATE TABLE t (a INTEGER)")
    #expect(throws: DuckDBError.self) { try memoryConnection().query("SELECT * FROM t") }
    // Connections of one database are not.
    #expect(try one.database.connect().query("SELECT count(*) FROM t").first == 0)
}

@Test func aFileIsOpenOnceInAProcess() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.duckdb")
    var database: Database? = try Database(path: path)
    for other in [path, scratch.path("./a.duckdb"), scratch.path("x/../a.duckdb")] {
        let error = #expect(throws: DuckDBError.self) { try Database(path: other) }
        #expect(error?.code == .locked)
        #expect(error?.isRetryable == true)
    }
    try FileManager.default.createSymbolicLink(
        atPath: scratch.path("link.duckdb"), withDestinationPath: path)
    #expect(throws: DuckDBError.self) { try Database(path: scratch.path("link.duckdb")) }
    let stranger = try memoryConnection()
    let attached = #expect(throws: DuckDBError.self) {
        try stranger.query("ATTACH '\(unescaped: path)' AS other (READ_ONLY)")
    }
    #expect(attached?.code == .locked)
    withExtendedLifetime(database) {}
    database = nil
    _ = try Database(path: path)
    // An opening that fails holds nothing.
    #expect(throws: DuckDBError.self) { try Database(path: scratch.path("no/such/dir.duckdb")) }
}

@Test func readersShareAFileAndMayNotWrite() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.duckdb")
    try Database(path: path).connect().execute("CREATE TABLE t AS SELECT 1 AS a")
    let options = Database.Options(accessMode: .readOnly)
    let one = try Database(path: path, options: options)
    let two = try Database(path: path, options: options)
    for database in [one, two] {
        let connection = try database.connect()
        #expect(try connection.query("SELECT a FROM t").first == 1)
        for sql in ["INSERT INTO t VALUES (2)", "CREATE TABLE u (a INTEGER)", "DROP TABLE t"] {
            let error = #expect(throws: DuckDBError.self) { try connection.execute(sql) }
            #expect(error?.code == .readOnly)
        }
    }
    #expect(throws: DuckDBError.self) { try Database(path: path) }
    #expect(throws: DuckDBError.self) {
        try Database(path: scratch.path("missing.duckdb"), options: options)
    }
}

private let python = "/usr/bin/python3"

@Test(.enabled(if: FileManager.default.isExecutableFile(atPath: python)))
func aFileLockedByAnotherProcessNamesThatProcess() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.duckdb")
    try Database(path: path).connect().execute("CREATE TABLE t (a INTEGER)")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
        "-c",
        """
        import fcntl, sys
        file = open(sys.argv[1], 'r+b')
        fcntl.lockf(file, fcntl.LOCK_EX)
        print('locked', flush=True)
        sys.stdin.read()
        """, path,
    ]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    _ = output.fileHandleForReading.availableData
    let error = #expect(throws: DuckDBError.self) { try Database(path: path) }
    #expect(error?.code == .locked)
    #expect(error?.message.contains("PID \(process.processIdentifier)") == true)
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    _ = try Database(path: path)
}

@Test func aFileThatIsNoDatabaseOrIsDamagedIsToldApart() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.duckdb")
    try Database(path: path).connect()
        .execute("CREATE TABLE t AS SELECT i, md5(i::VARCHAR) AS s FROM range(100000) t(i)")
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    var blocks = whole
    for index in stride(from: 12_288, to: blocks.count, by: 97) { blocks[index] ^= 0x5a }
    var header = whole
    for index in 4_096..<12_288 { header[index] ^= 0x5a }
    let text = Data("only some text, but long enough to be read as a header of a file".utf8)
    for damaged in [blocks, header, whole.prefix(5_000), text] {
        try damaged.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: DuckDBError.self) {
            try Database(path: path).connect().query("SELECT sum(i), max(s) FROM t")
        }
        #expect(error?.code == .corruptFile)
    }
}

@Test func optionsReachTheEngine() throws {
    let scratch = try Scratch()
    let database = try Database(
        path: nil,
        options: .init(
            memoryLimit: .mebibytes(256), threads: 1, temporaryDirectory: scratch.path("spill"),
            maxTemporarySize: .gibibytes(1), extensionDirectory: scratch.path("ext"),
            settings: ["default_order": "desc", "threads": "7"]))
    let row = try database.connect().query(
        """
        SELECT current_setting('memory_limit'), current_setting('threads'),
            current_setting('temp_directory'), current_setting('max_temp_directory_size'),
            current_setting('extension_directory'), lower(current_setting('default_order'))
        """
    ).rows[0]
    #expect(
        row.values.map(\.description) == [
            "256.0 MiB", "1", scratch.path("spill"), "1.0 GiB", scratch.path("ext"), "desc",
        ])
    for settings in [["no_such_setting": "1"], ["memory_limit": "lots"], ["threads": "0"]] {
        let error = #expect(throws: DuckDBError.self) {
            try Database(path: nil, options: .init(settings: settings))
        }
        #expect(error?.code == .configuration)
    }
}
