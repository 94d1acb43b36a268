import Foundation
import JSON
import Testing

/// `dormouse monitor`, beside a pipeline that runs in another process.
@Suite struct MonitorCommandTests {
    /// A model that takes long, with what ends it.
    private func longRun() throws -> (PipelineHome, CommandHome.Running) {
        let pipeline = try PipelineHome([
            "models/endless.sql": """
            {{ config(materialized='table') }}
            select count(*) as n from range(3000000) a, range(3000000) b where hash(a.range + b.range) = 3
            """
        ])
        let running = try pipeline.home.start(
            CommandHome.program,
            ["pipeline", "run", "-s", "endless", "--project-dir", pipeline.project.path])
        return (pipeline, running)
    }

    private func runs(_ home: CommandHome) throws -> [JSON] {
        try home.run("monitor", "--once", "--json").json()["runs"]?.array ?? []
    }

    @Test func anotherProcessIsSeenInterruptedAndRemembered() throws {
        let (pipeline, running) = try longRun()
        let home = pipeline.home
        var seen: JSON?
        for _ in 0..<600 where seen == nil {
            seen = try runs(home).first { $0["work"]?.array?.isEmpty == false }
            usleep(100_000)
        }
        let run = try #require(seen)
        #expect(run["command"]?.string == "pipeline run")
        #expect(run["work"]?[0]?["name"]?.string == "endless")
        #expect(run["process"]?.int == Int(running.process.processIdentifier))

        let file = home.folder.appending(path: "figures").path
        #expect(try home.run("monitor", "--metrics-file", file).code == 0)
        let figures = try String(contentsOfFile: file, encoding: .utf8)
        #expect(figures.contains("dormouse_governor_runs 1\n"))
        #expect(figures.contains("# TYPE dormouse_governor_resident_bytes gauge\n"))
        #expect(
            figures.contains(/dormouse_governor_running\{command="pipeline run",run=".*"\} 1\n/))

        let id = try #require(run["id"]?.string)
        let state = home.folder.appending(path: ".local/state/dormouse/runs/\(id).control")
        try Data("interrupt\n".utf8).write(to: state)
        let ended = running.wait()
        #expect(ended.code == 1, "\(ended.output)\(ended.errors)")
        #expect(try runs(home).isEmpty)
        let past = try home.run("monitor", "--since", "1h", "--json").json()["records"]?.array
        #expect(past?.contains { $0["command"]?.string == "pipeline run" } == true)
        let shown = try home.run("monitor", "--since", "1h")
        #expect(shown.output.contains("resident"), "\(shown.output)")
    }

    @Test func whereNothingRunsItSaysSo() throws {
        let home = try CommandHome()
        #expect(try home.run("monitor", "--once").output == "Nothing runs.\n")
        #expect(try home.run("monitor", "--since", "1h").output == "Nothing was seen since then.\n")
        #expect(try home.run("monitor", "--once", "--json").json() == ["runs": []])
    }

    @Test(arguments: [
        ["--listen", "9187"], ["--listen", "127.0.0.1:port"], ["--since", "soon"],
        ["--once", "--since", "1h"],
    ])
    func whatCannotBeReadIsRefused(_ arguments: [String]) throws {
        let home = try CommandHome()
        let shown = try home.start(CommandHome.program, ["monitor"] + arguments).wait()
        #expect(shown.code == 2, "\(shown.errors)")
    }

    @Test func prometheusGetsTheFigures() throws {
        let home = try CommandHome()
        let served = try home.bash(
            """
            "$dormouse" monitor --listen 127.0.0.1:0 > served & pid=$!
            for i in $(seq 600); do grep -q http served && break; sleep 0.1; done
            url=$(grep -o 'http://[^ ]*' served)
            curl -sS "$url"; curl -sS -o /dev/null -w '%{http_code}' "${url}x"; kill -9 $pid
            """)
        #expect(served.output.contains("# TYPE dormouse_governor_runs gauge"), "\(served.errors)")
        #expect(served.output.hasSuffix("404"))
    }
}
