import Testing

@testable import Schema

@Suite struct MigrationFolderTests {
    private func folder(_ files: (String, String)...) throws -> MigrationFolder {
        try MigrationFolder(files: files.map { (name: $0.0, text: $0.1) })
    }

    @Test func filesBecomeMigrationsInOrderOfTheirNumbers() throws {
        let read = try folder(
            ("10_ten.up.sql", "SELECT 10"), ("0002_two.up.sql", "SELECT 2"),
            ("0002_two.down.sql", "SELECT -2"), ("20260101120000_late.sql", "SELECT 3"),
            ("V3__three.sql", "SELECT 3"), ("U3__three.sql", "SELECT -3"), ("notes.sql", ""))
        #expect(
            read.migrations.map(\.label) == [
                "0002_two", "3_three", "10_ten", "20260101120000_late",
            ])
        #expect(read.migrations.map { $0.down != nil } == [true, true, false, false])
        #expect(read.strangers == ["notes.sql"])
    }

    @Test func oneFileMayHoldBothWays() throws {
        let text = """
            -- about
            -- migrate:up transaction:false
            CREATE TABLE a ();
            -- migrate:down
            DROP TABLE a;
            """
        let migration = try #require(try folder(("1_a.sql", text)).migrations.first)
        #expect(migration.up.script.statements.map(\.text) == ["CREATE TABLE a ()"])
        #expect(migration.up.script.statements.map(\.line) == [3])
        #expect(!migration.up.isTransactional)
        #expect(migration.down?.script.statements.map(\.text) == ["DROP TABLE a"])
        #expect(migration.down?.script.statements.map(\.line) == [5])
        #expect(migration.down?.isTransactional == true)
    }

    @Test func aMarkTakesTheTransactionAway() throws {
        let read = try folder(
            ("1_a.up.sql", "-- dormouse: no-transaction\nSELECT 1"),
            ("2_b.up.sql", "SELECT '-- dormouse: no-transaction'"))
        #expect(read.migrations.map(\.up.isTransactional) == [false, true])
    }

    @Test(arguments: [
        ([("1_a.up.sql", ""), ("0001_b.up.sql", "")], "same version"),
        ([("1_a.down.sql", "")], "no way up"), ([("1_a.up.sql", "SELECT '")], "1_a.up.sql:1"),
        ([("1_a.sql", "-- migrate:down\n")], "migrate:up"),
    ])
    func whatIsWrongWithAFolderIsTold(_ files: [(String, String)], _ says: String) {
        let error = #expect(throws: MigrationError.self) {
            try MigrationFolder(files: files.map { (name: $0.0, text: $0.1) })
        }
        #expect(error?.message.contains(says) ?? false, "\(error?.message ?? "")")
    }

    /// NIST's examples (FIPS 180-4), and that a checkout on Windows is no edit.
    @Test func checksumsAreSHA256() {
        #expect(
            Checksum.of("abc")
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Checksum.of("")
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        #expect(
            Checksum.of(long)
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        #expect(Checksum.of("a\r\nb\r\n") == Checksum.of("a\nb\n"))
        #expect(Checksum.of("a\rb") != Checksum.of("a\nb"))
    }
}

@Suite struct MigrationPlanTests {
    private let folder: MigrationFolder

    init() throws {
        folder = try MigrationFolder(
            files: (1...4).flatMap { number in
                [
                    (name: "\(number)_m.up.sql", text: "SELECT \(number)"),
                    (name: "\(number)_m.down.sql", text: "SELECT -\(number)"),
                ]
            })
    }

    private func records(_ versions: Int...) -> [MigrationRecord] {
        folder.migrations.filter { versions.contains(Int($0.version.number)) }.map {
            MigrationRecord(version: $0.version, name: $0.name, checksum: $0.checksum)
        }
    }

    private func steps(_ history: [MigrationRecord], _ goal: MigrationPlan.Goal) throws -> [Int] {
        try MigrationPlan(folder, history, goal: goal).steps.map {
            Int($0.migration.version.number) * ($0.direction == .up ? 1 : -1)
        }
    }

    private func version(_ number: Int) -> MigrationVersion { MigrationVersion("\(number)")! }

    @Test func upAndDownGoAsFarAsTheyAreAsked() throws {
        #expect(try steps([], .init(.up)) == [1, 2, 3, 4])
        #expect(try steps(records(1), .init(.up, to: version(3))) == [2, 3])
        #expect(try steps(records(1), .init(.up, steps: 1)) == [2])
        #expect(try steps(records(1, 2, 3, 4), .init(.up)) == [])
        #expect(try steps(records(1, 2, 3), .init(.down)) == [-3])
        #expect(try steps(records(1, 2, 3), .init(.down, steps: 2)) == [-3, -2])
        #expect(try steps(records(1, 2, 3), .init(.down, to: version(1))) == [-3, -2])
        #expect(try steps(records(1, 2, 3), .init(.down, to: version(0))) == [-3, -2, -1])
        #expect(try steps([], .init(.down)) == [])
        #expect(try steps(records(1, 3), .init(.up, allowsOutOfOrder: true)) == [2, 4])
    }

    @Test func whatStandsInTheWayIsToldWithWhatToDo() throws {
        var edited = records(1, 2)
        edited[1].checksum = "other"
        var dirty = records(1, 2)
        dirty[1].state = .dirty
        let gone =
            records(1) + [
                MigrationRecord(version: MigrationVersion("9")!, name: "gone", checksum: "")
            ]
        let cases: [([MigrationRecord], MigrationPlan.Goal, MigrationError.Code, String)] = [
            (edited, .init(.up), .edited, "2_m.up.sql was changed"),
            (dirty, .init(.up), .dirty, "migrate repair"),
            (dirty, .init(.down), .dirty, "half-way"),
            (gone, .init(.up), .missingFile, "--forget 9"),
            (gone, .init(.down), .missingDown, "no file"),
            (records(1, 3), .init(.up), .outOfOrder, "--out-of-order"),
            (records(1), .init(.up, to: version(7)), .unknownVersion, "1 to 4"),
        ]
        for (history, goal, code, says) in cases {
            let error = #expect(throws: MigrationError.self) { try steps(history, goal) }
            #expect(error?.code == code)
            #expect(error?.message.contains(says) ?? false, "\(error?.message ?? "")")
        }
    }
}
