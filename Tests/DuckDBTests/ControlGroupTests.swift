import DuckDB
import Foundation
import Testing

/// Limits of control groups, out of folders laid out as the kernel lays them out.
@Suite struct ControlGroupTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func group(_ membership: String, _ files: [String: String]) throws -> ControlGroup {
        for (name, text) in files {
            let file = scratch.url.appending(path: "cg/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data((text + "\n").utf8).write(to: file)
        }
        try Data(membership.utf8).write(to: scratch.url.appending(path: "self"))
        return ControlGroup(root: scratch.path("cg"), membership: scratch.path("self"))
    }

    @Test func theSmallestOfNestedGroupsCounts() throws {
        let found = try group(
            "0::/a/b\n",
            [
                "a/memory.max": "300000000", "a/b/memory.max": "max",
                "a/b/cpu.max": "150000 100000",
                "a/cpu.max": "max 100000", "a/b/memory.high": "200000000",
            ])
        #expect(found.memory == .bytes(200_000_000) && found.processors == 1.5)
        #expect(found.memoryFolder == scratch.path("cg/a/b"))
    }

    @Test func theFirstVersionIsReadToo() throws {
        let found = try group(
            "5:cpu,cpuacct:/x\n4:memory:/x/y\n1:name=systemd:/x\n",
            [
                "memory/memory.limit_in_bytes": "9223372036854771712",
                "memory/x/memory.limit_in_bytes": "400000000",
                "memory/x/y/memory.limit_in_bytes": "9223372036854771712",
                "cpu,cpuacct/x/cpu.cfs_quota_us": "50000",
                "cpu,cpuacct/x/cpu.cfs_period_us": "100000",
            ])
        #expect(found.memory == .bytes(400_000_000) && found.processors == 0.5)
        #expect(found.memoryFolder == scratch.path("cg/memory/x"))
    }

    @Test func insideAContainerTheTopCounts() throws {
        // The path is the host's, and only the container's own group is mounted.
        #expect(
            try group("0::/docker/4f2a\n", ["memory.max": "100000000"]).memory
                == .bytes(100_000_000))
        #expect(
            try group("1:cpu:/\n0::/../../x\n", ["unified/x/memory.max": "50000000"]).memory
                == .bytes(50_000_000))
    }

    @Test func noLimitIsNone() throws {
        let found = try group(
            "0::/\n", ["memory.max": "max", "cpu.max": "max 100000", "memory.high": "junk"])
        #expect(found == ControlGroup())
        #expect(ControlGroup(root: "/nowhere", membership: "/nowhere") == ControlGroup())
    }
}
