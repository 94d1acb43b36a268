import DuckDB
import Foundation
import Governor
import Synchronization

/// Runs the statements of `bench engine` in a database of its own in a temporary folder.
struct EngineBench {
    let size: ByteCount
    let runs: Int
    let limits: GovernorLimits
    let extensionDirectory: String?
    let console: Console

    /// About what a row of the made data takes.
    private static let rowBytes = 100

    private static let statements: [(name: String, sql: String)] = [
        ("group-by", "SELECT k, count(*), sum(amount) FROM made GROUP BY k"),
        (
            "join",
            "SELECT count(*), sum(a.amount) FROM made a JOIN made b ON a.id = b.partner"
        ),
        (
            "window",
            "SELECT max(r) FROM (SELECT row_number() OVER (PARTITION BY g ORDER BY amount, id) AS r "
                + "FROM made)"
        ),
        ("list", "SELECT max(len(l)) FROM (SELECT k, list(amount) AS l FROM made GROUP BY k)"),
        (
            "string_agg",
            "SELECT max(length(t)) FROM (SELECT k, string_agg(note, ',') AS t FROM made GROUP BY k)"
        ),
        ("distinct", "SELECT count(DISTINCT note), count(DISTINCT partner) FROM made"),
        ("sort", "SELECT max(id) FROM (SELECT id FROM made ORDER BY note, amount LIMIT 1000)"),
        ("median", "SELECT g, median(amount) FROM made GROUP BY g"),
        ("json", "SELECT sum((doc->>'$.b[1]')::BIGINT) FROM made"),
        (
            "vectors",
            "SELECT id FROM made ORDER BY array_distance(v, [1, 2, 3, 4]::FLOAT[4]), id LIMIT 10"
        ),
    ]

    /// - Parameters:
    ///   - file: a database that the data is made in and kept; nil for one that goes afterwards.
    ///   - ours: whether the ten statements run.
    func measure(in file: String?, ours: Bool, tpch: Bool) throws -> EngineReport {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "dormouse-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = Database.Options()
        for setting in limits.settings { options.settings[setting.name] = setting.value }
        if let extensionDirectory { options.extensionDirectory = extensionDirectory }
        options.spillFolder = options.settings.removeValue(forKey: "temp_directory")
        let database = try Database(
            path: file ?? folder.appending(path: "bench.duckdb").path, options: options)
        let connection = try database.connect()
        let machine = MachineReading.current
        var report = EngineReport(
            machine: "\(machine.physicalMemory.bytes) \(machine.processors)", size: size.bytes,
            memoryLimit: limits.memory.value.bytes, threads: limits.threads.value,
            version: Database.libraryVersion)
        let seen = Mutex((memory: Int64(0), resident: Int64(0), spilled: Int64(0)))
        var watching = WatchOptions(command: "bench engine", limits: limits, state: nil)
        watching.interval = .milliseconds(20)
        let watch = try WorkWatch(
            database, watching,
            onEvent: { event in
                guard case .sampled(let status) = event else { return }
                seen.withLock {
                    $0 = (
                        max($0.memory, status.memory), max($0.resident, status.resident),
                        max($0.spilled, status.spilled)
                    )
                }
            })
        defer { watch.end() }
        func figure(_ name: String, _ sql: String, runs: Int) -> EngineReport.Figure {
            console.drawStatus("\(name)")
            seen.withLock { $0 = (0, 0, 0) }
            var times: [Double] = []
            var processor: [Double] = []
            var failure: String?
            for _ in 0..<runs where failure == nil {
                let start = ContinuousClock.now
                let used = ProcessUsage.current.processorTime
                do throws(DuckDBError) { try connection.query(sql, []) } catch {
                    failure = error.code == .outOfMemory ? "out of memory" : error.message
                }
                times.append((ContinuousClock.now - start) / .seconds(1))
                processor.append((ProcessUsage.current.processorTime - used) / .seconds(1))
            }
            let most = seen.withLock { $0 }
            let resident = max(most.resident, ProcessUsage.current.resident.bytes)
            return EngineReport.Figure(
                name: name, seconds: failure == nil ? times : [],
                processorSeconds: failure == nil ? processor : [], memoryBytes: most.memory,
                residentBytes: resident, spilledBytes: most.spilled, failure: failure)
        }
        let rows = max(1000, size.bytes / Int64(Self.rowBytes))
        func count(_ table: String) -> Int? {
            (try? connection.query("SELECT count(*) FROM " + quoteIdentifier(table), []))?[0, 0]
                .intValue
        }
        if ours, count("made") != Int(rows) {
            report.figures.append(
                figure(
                    "load",
                    """
                    CREATE OR REPLACE TABLE made AS SELECT range AS id,
                        (range * 2654435761) % \(max(10, rows / 20)) AS k, range % 100 AS g,
                        (range * 40503) % \(rows) AS partner, (range * 7919) % 100000 / 100.0 AS amount,
                        'note ' || (range * 104729) % \(rows) AS note,
                        '{"a": ' || range || ', "b": [1, ' || range % 1000 || ']}' AS doc,
                        [range % 7, range % 11, range % 13, range % 17]::FLOAT[4] AS v
                    FROM range(\(rows))
                    """, runs: 1))
        }
        for (name, sql) in Self.statements where ours {
            report.figures.append(figure(name, sql, runs: runs))
        }
        if tpch {
            if (try? connection.execute("LOAD tpch")) == nil {
                report.withoutTPCH = "DuckDB's extension tpch is not installed here"
            } else {
                let scale = Double(size.bytes) / 1e9
                // Scale 1 has 1,500,000 orders.
                if count("orders") != Int((scale * 1_500_000).rounded()) {
                    report.figures.append(
                        figure("tpch load", "CALL dbgen(sf = \(scale), overwrite = true)", runs: 1))
                }
                for number in 1...22 {
                    report.figures.append(
                        figure("tpch q\(number)", "PRAGMA tpch(\(number))", runs: runs))
                }
            }
        } else {
            report.withoutTPCH = "--no-tpch"
        }
        console.clearStatus()
        return report
    }
}
