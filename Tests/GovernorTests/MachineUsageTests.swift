import DuckDB
import Foundation
import Governor
import Testing

/// How full the machine and the container are, out of files laid out as the kernel lays them out.
@Suite struct MachineUsageTests {
    private let folder = GovernorFolder()

    private func write(_ files: [String: String]) throws {
        for (name, text) in files {
            let file = folder.url.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data((text + "\n").utf8).write(to: file)
        }
    }

    private func usage(_ membership: String) throws -> Double? {
        try write([
            "self": membership, "meminfo": "MemTotal: 1000 kB\nMemAvailable: 900 kB",
        ])
        let group = ControlGroup(
            root: folder.url.appending(path: "cg").path,
            membership: folder.url.appending(path: "self").path)
        let usage = MachineUsage.memory(
            group: group, meminfo: folder.url.appending(path: "meminfo").path)
        return usage.map { ($0 * 1000).rounded() / 1000 }
    }

    /// Those around it may be the whole machine's.
    @Test func theGroupWhoseLimitCountsIsMeasured() throws {
        try write([
            "cg/memory.current": "900000", "cg/a/memory.max": "1000", "cg/a/memory.current": "700",
            "cg/a/memory.stat": "anon 500\ninactive_file 200", "cg/a/b/memory.current": "100",
        ])
        #expect(try usage("0::/a/b") == 0.5)
    }

    @Test func theFirstVersionIsMeasuredWithTheGroupsBelow() throws {
        try write([
            "cg/memory/memory.usage_in_bytes": "900000",
            "cg/memory/a/memory.limit_in_bytes": "1000",
            "cg/memory/a/memory.usage_in_bytes": "700",
            "cg/memory/a/memory.stat": "inactive_file 0\ntotal_inactive_file 300",
        ])
        #expect(try usage("4:memory:/a") == 0.4)
    }

    @Test func withoutALimitTheMachineIsMeasured() throws {
        try write(["cg/memory.current": "900000"])
        #expect(try usage("0::/") == 0.1)
    }
}
