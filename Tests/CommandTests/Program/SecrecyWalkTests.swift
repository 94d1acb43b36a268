import Foundation
import Synchronization
import Testing

/// Every command of the manual, with secrets in every place that one can be in: none of them is in
/// what a command says, in a file that it leaves, or in the arguments of a process that it starts.
@Suite struct SecrecyWalkTests {
    /// What all secrets hold.
    private static let mark = "Qz7"

    private static let environment = [
        "OPENAI_API_KEY": "sk-Qz7-openai", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
        "HOOK_SECRET": "Qz7-hook", "DBT_ENV_SECRET_TOKEN": "Qz7-dbt",
        "AWS_SECRET_ACCESS_KEY": "Qz7-aws",
        "WAREHOUSE_URL": "postgres://ada:Qz7-url@127.0.0.1:1/shop",
        "DORMOUSE_FEATURE_ISOLATION": "on",
        "DORMOUSE_TEMP": "spill", "PGPASSWORD": "Qz7-pg",
    ]

    private static let settings = """
        language_models:
          providers:
            cloud: {kind: openai, url: "http://ada:Qz7-inurl@127.0.0.1:1/v1", api_key: Qz7-key, model: m}
            other: {kind: openai, url: "http://127.0.0.1:1/v1", api_key: "{{ env_var('OPENAI_API_KEY') }}", model: m}
        alerts:
          severity: info
          channels:
            - {kind: webhook, url: "http://127.0.0.1:1/hook?token=Qz7-token", secret_env: HOOK_SECRET}
        endpoints:
          database: "host=127.0.0.1 port=1 user=ada password=Qz7-words dbname=shop"
          queries:
            orders: {summary: Orders, sql: "SELECT 1 AS a"}
        governor: {ladder: [degraded, other_target], other_target: away}
        """

    private static let profiles = PipelineHome.profiles(
        """
        dev:
          type: duckdb
          path: shop.duckdb
          extensions: [httpfs]
          secrets:
            - {type: s3, name: bucket, key_id: AKIA-Qz7, secret: "{{ env_var('AWS_SECRET_ACCESS_KEY') }}"}
        away:
          type: duckdb
          path: away.duckdb
          extensions: [postgres_scanner]
          attach: [{path: "{{ env_var('WAREHOUSE_URL') }}", type: postgres, alias: wh}]
        text:
          type: duckdb
          extensions: [postgres_scanner]
          attach: [{path: "host=127.0.0.1 port=1 password=Qz7-text", type: postgres, alias: wh}]
        odd:
          type: duckdb
          extensions: [postgres_scanner]
          attach: [{path: "host=127.0.0.1 port=1 passwort=Qz7-odd", type: postgres, alias: wh}]
        """)

    /// The commands, each with its arguments that have to be given.
    private func commands(_ home: CommandHome) throws -> [[String]] {
        let manual = try home.run("manual").output
        let usages = manual.matches(of: /```\ndormouse ([^\n]+)\n```/).map { String($0.1) }
        return usages.compactMap { usage in
            let words = usage.split(separator: " ").map(String.init)
            if words.last == "COMMAND" { return nil }
            return words.filter { !$0.hasPrefix("[") && !$0.hasSuffix("]") }.map { word in
                word.allSatisfy { $0.isUppercase || "_-.…".contains($0) } ? "x" : word
            }
        }
    }

    @Test func noCommandShowsOrLeavesASecret() throws {
        let pipeline = try PipelineHome(["profiles.yml": Self.profiles])
        let home = pipeline.home
        for folder in ["migrations", "spill"] {
            try FileManager.default.createDirectory(
                at: home.folder.appending(path: folder), withIntermediateDirectories: true)
        }
        _ = try home.write("migrations/1_a.up.sql", "SELECT 1;")
        _ = try home.write("dormouse.yml", Self.settings)
        _ = try home.run("remember", "Ada moved to Lisbon", environment: Self.environment)
        let commands = try commands(home)
        #expect(commands.count > 90)
        let seen = watchProcesses()
        for (target, more) in [
            ("dev", [:]), ("away", ["POSTGRES_DB_URL": "postgres://ada:Qz7-store@127.0.0.1:1/x"]),
            ("text", ["POSTGRES_DB_URL": "host=127.0.0.1 port=1 password='Qz7 store'"]),
            // What libpq cannot read it quotes whole.
            ("odd", ["POSTGRES_DB_URL": "host=127.0.0.1 port=1 passwort=Qz7-store"]),
        ] {
            try walk(commands, home, target, Self.environment.merging(more) { $1 })
        }
        let processes = seen()
        #expect(processes.isEmpty, "\(processes)")
        for file in try left(in: home.folder) { Issue.record("\(file) holds a secret") }
    }

    private func walk(
        _ commands: [[String]], _ home: CommandHome, _ target: String,
        _ environment: [String: String]
    ) throws {
        for batch in stride(from: 0, to: commands.count, by: 6) {
            var running: [([String], CommandHome.Running)] = []
            for command in commands[batch..<min(batch + 6, commands.count)] {
                var words = command
                if command.first == "pipeline" {
                    words += [
                        "--project-dir", "shop", "--target", target, "--vars",
                        "{password: Qz7-vars}",
                    ]
                } else {
                    words += ["--wait", "0"]
                }
                running.append(
                    (
                        command,
                        try home.start(
                            "/usr/bin/timeout", ["-k", "2", "6", CommandHome.program] + words,
                            environment: environment)
                    ))
            }
            for (command, process) in running {
                let result = process.wait()
                let said = result.output + result.errors
                #expect(!said.contains(Self.mark), "\(target): \(command): \(said.prefix(2000))")
            }
        }
    }

    /// The files with a secret that no test has written there.
    private func left(in folder: URL) throws -> [String] {
        let files = FileManager.default
        return try files.subpathsOfDirectory(atPath: folder.path).filter { path in
            if path.hasSuffix("dormouse.yml") || path.hasSuffix("profiles.yml") { return false }
            let data = files.contents(atPath: folder.appending(path: path).path) ?? Data()
            return data.range(of: Data(Self.mark.utf8)) != nil
        }
    }

    /// Looks at the arguments of all processes until it is called; gives those with a secret that
    /// this test has not given them.
    private func watchProcesses() -> () -> Set<String> {
        let state = Watching()
        let group = DispatchGroup()
        group.enter()
        Thread.detachNewThread {
            while !state.isOver.withLock({ $0 }) {
                for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
                where name.allSatisfy(\.isNumber) {
                    guard let data = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
                    else { continue }
                    let text = String(decoding: data, as: UTF8.self)
                    if text.contains(Self.mark), !text.contains("--vars") {
                        state.found.withLock { _ = $0.insert(text) }
                    }
                }
                usleep(20_000)
            }
            group.leave()
        }
        return {
            state.isOver.withLock { $0 = true }
            group.wait()
            return state.found.withLock { $0 }
        }
    }

    private final class Watching: Sendable {
        let isOver = Mutex(false)
        let found = Mutex<Set<String>>([])
    }
}
