import Foundation
import Testing

/// Nothing is fetched at run time: what the README shows works where there is no network at all.
@Suite(
    .enabled(if: ClosedNetwork.canClose, "no network namespace can be made here"))
struct ClosedNetworkTests {
    let home: CommandHome

    init() throws { home = try CommandHome() }

    private func closed(_ script: String) throws -> CommandHome.Result {
        try home.start(
            "/usr/bin/unshare", ["-rn", "/bin/bash", "-c", script],
            environment: [
                "dormouse": CommandHome.program,
                "DORMOUSE_DUCKDB_EXTENSIONS": ClosedNetwork.extensions,
                "https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9",
            ]
        ).wait()
    }

    @Test func aJournalIsToldSleptOnAndAsked() throws {
        let done = try closed(
            """
            set -e
            $dormouse import -q '\(CommandHome.journal.path)'
            $dormouse sleep -q
            $dormouse recall 'Who looks after the lemon tree?'
            $dormouse sql 'SELECT count(*) FROM source_memories.memory'
            $dormouse export | wc -l
            """)
        #expect(done.code == 0, "\(done.errors)")
        #expect(done.lines.last == "244")
    }

    @Test(.enabled(if: ClosedNetwork.hasExtensions, "scripts/bootstrap demo brings them"))
    func allFourExtensionsLoad() throws {
        _ = try home.write("dbt_project.yml", "name: four\nprofile: four\n")
        _ = try home.write(
            "profiles.yml",
            """
            four:
              target: dev
              outputs:
                dev:
                  type: duckdb
                  path: four.duckdb
                  extensions: [\(ClosedNetwork.four.joined(separator: ", "))]
            """)
        let done = try closed("$dormouse pipeline debug")
        #expect(done.code == 0, "\(done.output) \(done.errors)")
        let shown = try closed(
            """
            $dormouse pipeline show --inline "SELECT count(*) AS loaded FROM duckdb_extensions() \
            WHERE loaded AND extension_name IN \
            (\(ClosedNetwork.four.map { "'\($0)'" }.joined(separator: ", ")))"
            """)
        #expect(shown.code == 0 && shown.output.contains("4"), "\(shown.output) \(shown.errors)")
    }

    @Test func whatIsNotHereIsNamedAndNotLookedForElsewhere() throws {
        let sql = try closed(
            "timeout 60 $dormouse sql --write \"ATTACH 'host=db dbname=x' AS p (TYPE mysql)\"")
        #expect(sql.code == 1 && sql.errors.contains("mysql"), "\(sql.errors)")
    }
}

/// What the tests of a closed network need.
enum ClosedNetwork {
    static let four = ["fts", "httpfs", "postgres_scanner", "vss"]
    static let extensions = CommandHome.checkout
        .appending(path: ".prefix/lib/duckdb/extensions").standardized.path

    static var hasExtensions: Bool {
        let found = FileManager.default.enumerator(atPath: extensions)?.allObjects ?? []
        let names = Set(found.compactMap { ($0 as? String)?.split(separator: "/").last })
        return four.allSatisfy { names.contains("\($0).duckdb_extension") }
    }

    static let canClose: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = ["-rn", "true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
