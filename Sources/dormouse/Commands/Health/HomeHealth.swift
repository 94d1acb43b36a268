import DuckDB
import Foundation
import Health
import Memory

/// Looks at the files of a home, and at how far sleep has come.
struct HomeHealth {
    private let home: Home
    private let limits: HealthLimits

    init(_ home: Home, _ limits: HealthLimits) {
        self.home = home
        self.limits = limits
    }

    func checks() -> [HealthCheck] {
        let hasSleep = FileManager.default.fileExists(atPath: home.sleepFile.path)
        guard home.exists || hasSleep else {
            return [
                HealthCheck(
                    "home", .yellow, "empty",
                    advice: "there are no memories at \(home.directory.path): keep one, or name "
                        + "another home with --home")
            ]
        }
        let files = DuckDBHealth(limits)
        var memories: Double = 0
        var checks: [HealthCheck] = []
        if home.exists {
            checks += files.checks(file: home.storeFile.path, name: "store") { connection in
                memories = try number(connection, "SELECT count(*)::DOUBLE FROM memory") ?? 0
                return [HealthCheck("memories", .green, grouped(Int(memories)), value: memories)]
            }
        }
        if hasSleep {
            let more = files.checks(
                file: home.sleepFile.path, name: "sleep",
                whenDamaged: "only what sleep made is in it: remove it and run dormouse sleep"
            ) { connection in try sleep(connection, memories: memories) }
            for check in more { keepWorse(check, in: &checks) }
        } else if home.exists {
            checks.append(
                limits.check(
                    "sleep_backlog", memories, advice: "it never slept: run dormouse sleep"))
        }
        let told = home.toldMemoriesLeft
        if told > 0 {
            checks.append(
                HealthCheck(
                    "told", .yellow, "\(grouped(told)) not in the store yet", value: Double(told),
                    advice: "a process was told them and stopped: the next command takes them in"))
        }
        if home.hasUnfinishedErasure {
            checks.append(
                HealthCheck(
                    "erasure", .yellow, "not finished",
                    advice: "an erasure was interrupted: the next command finishes it, and says so "
                        + "where it cannot"))
        }
        return checks
    }

    /// Of checks that both files have, the worse one counts.
    private func keepWorse(_ check: HealthCheck, in checks: inout [HealthCheck]) {
        guard let place = checks.firstIndex(where: { $0.name == check.name }) else {
            checks.append(check)
            return
        }
        let other = checks[place]
        if (check.level, check.value ?? 0) > (other.level, other.value ?? 0) {
            checks[place] = check
        }
    }

    private func sleep(_ connection: Connection, memories: Double) throws -> [HealthCheck] {
        // Before the first sleep the file has no tables.
        let tables = try number(
            connection,
            """
            SELECT count(*)::DOUBLE FROM duckdb_tables()
            WHERE table_name IN ('stg_memories', 'quarantine', 'sleep_cycle')
            """)
        guard tables == 3 else {
            let advice = "it never slept: run dormouse sleep"
            return home.exists ? [limits.check("sleep_backlog", memories, advice: advice)] : []
        }
        let staged = try number(connection, "SELECT count(*)::DOUBLE FROM stg_memories") ?? 0
        let faulty = try number(connection, "SELECT count(*)::DOUBLE FROM quarantine") ?? 0
        let open = try number(
            connection, "SELECT count(*)::DOUBLE FROM sleep_cycle WHERE NOT is_complete")
        var checks: [HealthCheck] = []
        if home.exists {
            checks.append(
                limits.check(
                    "sleep_backlog", max(0, memories - staged - faulty),
                    advice: "run dormouse sleep, and let it sleep regularly"))
        }
        checks.append(
            limits.check(
                "quarantined", faulty / max(staged + faulty, 1),
                figure: "\(grouped(Int(faulty))) of \(grouped(Int(staged + faulty)))",
                advice: "see why in the table quarantine of sleep.duckdb: SELECT * FROM quarantine")
        )
        if (open ?? 0) > 0 {
            checks.append(
                HealthCheck(
                    "sleep_cycle", .yellow, "interrupted",
                    advice: "the next sleep takes it back and does it again"))
        }
        return checks
    }

    private func number(_ connection: Connection, _ sql: String) throws -> Double? {
        try connection.query(sql, []).rows.first?.decode(0, as: Double?.self) ?? nil
    }
}
