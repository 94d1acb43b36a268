import DuckDB
import Foundation
import Testing

/// Where databases spill.
@Suite struct SpillTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func open() throws -> Connection {
        try Database(
            path: nil,
            options: .init(memoryLimit: .mebibytes(64), threads: 1).spilling(to: spill)
        ).connect()
    }

    private var spill: String { scratch.path("spill") }

    private func names() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: spill)) ?? []
    }

    @Test func eachDatabaseHasADirectoryOfItsOwnThatGoesWithIt() throws {
        var one: Connection? = try open()
        let two = try open()
        #expect(names().count == 2)
        for connection in [try #require(one), two] {
            try connection.execute(
                "CREATE TEMP TABLE t AS SELECT range AS a, hash(range) AS b FROM range(9000000)")
        }
        #expect(names().count == 2)
        one = nil
        #expect(names().count == 1)
    }

    @Test func whatADeadProcessLeftIsRemovedAndALivingOnesIsNot() throws {
        let living = try open()
        let dead = spill + "/process-1-0000"
        let old = spill + "/duckdb_temp_storage_DEFAULT-0.tmp"
        try FileManager.default.createDirectory(
            atPath: dead, withIntermediateDirectories: false)
        try Data(count: 1000).write(to: URL(filePath: dead + "/duckdb_temp_block-1.block"))
        try Data(count: 1000).write(to: URL(filePath: old))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -7200)], ofItemAtPath: old)
        try Data("mine".utf8).write(to: URL(filePath: spill + "/notes.txt"))
        let other = try open()
        #expect(!FileManager.default.fileExists(atPath: dead))
        #expect(!FileManager.default.fileExists(atPath: old))
        #expect(names().count == 3)
        withExtendedLifetime((living, other)) {}
    }

    @Test func nothingIsInstalledUnlessAsked() throws {
        let setting = "SELECT current_setting('autoinstall_known_extensions')"
        #expect(try Database(path: nil).connect().query(setting, []).first == .bool(false))
        let asked = Database.Options(settings: ["autoinstall_known_extensions": "true"])
        #expect(
            try Database(path: nil, options: asked).connect().query(setting, []).first
                == .bool(true))
    }
}

extension Database.Options {
    fileprivate func spilling(to folder: String) -> Self {
        var options = self
        options.spillFolder = folder
        return options
    }
}
