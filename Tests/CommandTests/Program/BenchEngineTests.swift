import Foundation
import JSON
import Testing

/// `dormouse bench engine`.
@Suite struct BenchEngineTests {
    @Test func theFirstResultIsTheBaselineAndASlowerOneFails() throws {
        let home = try CommandHome()
        let file = home.folder.appending(path: "baseline.json").path
        let arguments = [
            "bench", "engine", "--size", "200KB", "--no-tpch", "--baseline", file, "--json",
        ]
        func run() throws -> CommandHome.Result {
            try home.start(CommandHome.program, arguments).wait()
        }
        let first = try run()
        #expect(first.code == 0, "\(first.errors)")
        let figures = try #require(try first.json()["figures"]?.array)
        #expect(figures.count == 11)
        #expect(
            figures.allSatisfy { $0["failure"]?.isNull == true && $0["seconds"]?[0]?.double != nil }
        )
        // A baseline of another world, in which everything took no time, or took very long.
        let text = try String(contentsOfFile: file, encoding: .utf8)
        func write(_ seconds: String) throws {
            let changed = text.replacing(/"seconds" : \[[^\]]*\]/) { _ in
                "\"seconds\" : [\(Array(repeating: seconds, count: 5).joined(separator: ","))]"
            }
            try Data(changed.utf8).write(to: URL(fileURLWithPath: file))
        }
        try write("-1.0")
        let slower = try run()
        #expect(slower.code == 1)
        #expect(try slower.json()["regressions"]?.array?.contains("group-by") == true)
        try write("1000.0")
        #expect(try run().code == 0)
        try Data("{".utf8).write(to: URL(fileURLWithPath: file))
        let damaged = try run()
        #expect(damaged.code == 1 && damaged.errors.contains("--save-baseline"))
    }
}
