import Foundation
import Testing

/// What a run leaves when its disk is full or the program is killed in the middle of a model:
/// what was there before, and nothing half done.
@Suite struct PipelineInterruptionTests {
    private let shop: PipelineHome

    /// A wide table that is some 30 MB on disk with `rows` of 100,000.
    private static func wide(rows: Int) -> String {
        """
        {{ config(materialized='table') }}
        select range as id, sha256(range::varchar) || sha256((range * 7)::varchar)
            || md5((range * 3)::varchar) || sha256((range * 11)::varchar) as noise
        from range(\(rows))
        """
    }

    init() throws {
        shop = try PipelineHome([
            "models/wide.sql": Self.wide(rows: 10),
            "models/below.sql": "select count(*) as n from {{ ref('wide') }}",
            "models/history.sql": """
            {{ config(materialized='incremental', unique_key='id') }}
            select id, noise from {{ ref('wide') }}
            """,
        ])
    }

    /// What `show` prints of a query.
    private func rows(_ sql: String, _ arguments: [String] = []) throws -> String {
        let shown = try shop.home.start(
            CommandHome.program,
            ["pipeline", "show", "--inline", sql, "--project-dir", shop.project.path] + arguments
        ).wait()
        #expect(shown.code == 0, "\(shown.errors)")
        return shown.output
    }

    private func isAsBefore() throws -> Bool {
        let counts = try rows(
            "select 'wide=' || count(*) || ' history=' || (select count(*) from history) "
                + "|| ' below=' || (select n from below) || ' totals=' "
                + "|| (select sum(total) from customers) as told from wide")
        let tables = try rows(
            "select count(*) = 4 as complete from duckdb_tables() where schema_name = 'main'")
        return counts.contains("wide=10 history=10 below=10 totals=35") && tables.contains("true")
    }

    private func told(by run: CommandHome.Running) -> String {
        String(decoding: (try? Data(contentsOf: run.output)) ?? Data(), as: UTF8.self)
    }

    @Test func aDiskThatFillsInTheMiddleOfAModelKeepsWhatWasThere() throws {
        let disk = shop.home.folder.appending(path: "disk").path
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let mount = try shop.home.bash("mount -t tmpfs -o size=16m dormouse-test '\(disk)'")
        guard mount.code == 0 else { return }  // Not root, or in a container.
        defer { _ = try? shop.home.bash("umount '\(disk)'") }
        let database = shop.project.appending(path: "shop.duckdb").path
        try FileManager.default.createSymbolicLink(
            atPath: database, withDestinationPath: disk + "/shop.duckdb")
        #expect(try shop.run("build").code == 0)

        try shop.write(["models/wide.sql": Self.wide(rows: 300_000)])
        let failed = try shop.run("build")
        #expect(failed.code == 1, "\(failed.errors)")
        #expect(failed.output.contains("No space left on device"), "\(failed.output)")
        #expect(failed.output.contains("in model wide (models/wide.sql)"))
        #expect(failed.output.contains("SKIP relation main.below"))
        // The other models were built all the same.
        #expect(failed.output.contains("OK created sql table model main.customers"))
        #expect(try isAsBefore())

        // With room again the next run goes through.
        #expect(try shop.home.bash("mount -o remount,size=512m '\(disk)'").code == 0)
        #expect(try shop.run("build").code == 0)
        #expect(try rows("select 'n=' || n as told from below").contains("n=300000"))
    }

    /// Files that may not grow look like a full disk to a program, and need no rights.
    @Test func aFileThatMayNotGrowKeepsWhatWasThere() throws {
        #expect(try shop.run("build").code == 0)
        try shop.write(["models/wide.sql": Self.wide(rows: 300_000)])
        let failed = try shop.home.bash(
            "trap '' XFSZ; ulimit -f 12288; exec \"$dormouse\" pipeline build --project-dir "
                + "'\(shop.project.path)'")
        #expect(failed.code == 1, "\(failed.errors)")
        #expect(failed.output.contains("in model wide (models/wide.sql)"), "\(failed.output)")
        #expect(try isAsBefore())
        #expect(try shop.run("build").code == 0)
        #expect(try rows("select 'n=' || n as told from below").contains("n=300000"))
    }

    @Test func aRunThatIsKilledInTheMiddleOfAModelKeepsWhatWasThere() throws {
        #expect(try shop.run("build").code == 0)
        try shop.write(["models/wide.sql": Self.wide(rows: 4_000_000)])
        for wait in [0.4, 0.9, 1.6] {
            let run = try shop.home.start(
                CommandHome.program, ["pipeline", "run", "--project-dir", shop.project.path])
            // Not before the model is under way, and then a little into it.
            let begun = Date()
            while !told(by: run).contains("START sql table model main.wide") {
                guard Date().timeIntervalSince(begun) < 300 else {
                    Issue.record("the model never began")
                    break
                }
                Thread.sleep(forTimeInterval: 0.02)
            }
            Thread.sleep(forTimeInterval: wait)
            let wasRunning = run.process.isRunning
            kill(run.process.processIdentifier, SIGKILL)
            _ = run.wait()
            #expect(wasRunning, "the model was built before it could be killed")
            #expect(try isAsBefore())
        }
        try shop.write(["models/wide.sql": Self.wide(rows: 20)])
        #expect(try shop.run("build").code == 0)
        #expect(try rows("select 'n=' || n as told from below").contains("n=20"))
    }
}
