import DuckDB
import Foundation
import Testing

@testable import Pipeline

@Suite struct ProfileTests {
    private static let text = """
        shop:
          target: "{{ env_var('TARGET', 'dev') }}"
          outputs:
            dev:
              type: duckdb
              path: "{{ env_var('DB', 'data/shop.v2.duckdb') }}"
              schema: analytics
              threads: 4
              extensions: [json, {name: icu}]
              settings: {memory_limit: 64GB, threads: "{{ '8' | int }}", TimeZone: UTC}
              config_options: {allow_unsigned_extensions: true}
              attach:
                - {path: other.duckdb, alias: src, read_only: true}
            prod: {type: duckdb, path: ":memory:", database: memory}
        """

    private func parse(
        _ text: String = text, target: String? = nil, environment: [String: String] = [:]
    ) throws(PipelineError) -> Profile {
        try Profile.parse(
            text, file: "profiles.yml", name: "shop", target: target, environment: environment,
            base: URL(filePath: "/work/here", directoryHint: .isDirectory),
            machine: Machine(memory: .gibibytes(16), processors: 2))
    }

    /// A profile whose one target has these lines, from line 6 on.
    private func ofDev(_ lines: String...) -> String {
        "shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n"
            + lines.map { "      \($0)\n" }.joined()
    }

    @Test func aTargetIsRead() throws {
        let profile = try parse()
        #expect(profile.target == "dev")
        #expect(profile.path == "/work/here/data/shop.v2.duckdb")
        #expect(profile.database == "shop")
        #expect(profile.schema == "analytics")
        #expect(profile.extensions.map(\.name) == ["json", "icu"])
        #expect(profile.attachments.map(\.alias) == ["src"])
        #expect(profile.attachments[0].path == "/work/here/other.duckdb")
        #expect(profile.attachments[0].isReadOnly)
    }

    @Test func limitsLargerThanTheMachineAreCutWithAWarning() throws {
        let profile = try parse()
        #expect(profile.threads == 2)
        #expect(profile.settings.map(\.value) == ["16GiB", "2", "UTC"])
        #expect(profile.warnings.map(\.line) == [8, 10, 10])
        #expect(profile.warnings[1].message.contains("64GB"))
    }

    @Test func theEnvironmentChoosesTheTarget() throws {
        #expect(try parse(environment: ["TARGET": "prod"]).path == nil)
        #expect(try parse(target: "prod").database == "memory")
    }

    @Test(arguments: [
        ("shop: {target: dev, outputs: {dev: {type: duckdb, pth: x}}}", "Did you mean 'path'?"),
        (
            "shop: {target: dev, outputs: {dev: {host: h, type: postgres}}}",
            "the adapter 'postgres'"
        ),
        ("shop: {target: dev, outputs: {dev: {path: x}}}", "no type"),
        ("shop: {target: stage, outputs: {dev: {type: duckdb}}}", "no target 'stage'"),
        ("shp: {outputs: {}}", "Did you mean 'shp'?"),
        ("shop: {}", "no outputs"),
        ("shop: {outputs: {dev: {type: duckdb}}}", "Say which it is: `target: dev`."),
        (
            "shop: {target: dev, outputs: {dev: {type: duckdb, path: \"{{ env_var('NO') }}\"}}}",
            "'NO' is not set"
        ),
        (
            "shop: {target: dev, outputs: {dev: {type: duckdb, filesystems: [{fs: s3}]}}}",
            "`filesystems`"
        ),
        (
            "shop: {target: dev, outputs: {dev: {type: duckdb, attach: [{alias: b}]}}}",
            "needs a path"
        ),
        (
            "shop: {target: dev, outputs: {dev: {type: duckdb, attach: [{path: x, type: 'a; drop'}]}}}",
            "plain word"
        ),
        ("shop: {target: dev, outputs: {dev: {type: duckdb, settings: {'a;b': 1}}}}", "plain word"),
        ("shop: {target: dev, outputs: {dev: {type: duckdb, database: x}}}", "neither"),
        ("shop: {target: dev, outputs: {dev: {type: duckdb, threads: none}}}", "whole number"),
        ("shop: {target: dev, outputs: {dev: {type: duckdb, path: 'md:x'}}}", "not supported"),
    ])
    func aBadProfileIsRefusedWithItsLine(_ text: String, _ says: String) throws {
        do throws(PipelineError) {
            _ = try parse(text)
            Issue.record("it was taken")
        } catch {
            #expect(error.file == "profiles.yml")
            #expect(error.line == 1)
            #expect(error.description.contains(says), "\(error)")
        }
    }

    @Test func aTargetOpensWithWhatIsAttached() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let other = folder.appending(path: "it's other.duckdb")
        do {
            let connection = try Database(path: other.path).connect()
            try connection.execute("create table t as select 7 as a")
        }
        let text = ofDev(
            "path: shop.duckdb",
            "settings: {memory_limit: 200MB, threads: 1, TimeZone: Europe/Paris}",
            #"attach: [{path: "it's other.duckdb", alias: "so urce", read_only: true}]"#)
        try Data(text.utf8).write(to: folder.appending(path: "profiles.yml"))
        let profile = try Profile.load(directory: folder, name: "shop")
        let opened = try profile.open()
        #expect(try opened.connection.query("select a from \"so urce\".t").first == .int(7))
        #expect(
            try opened.connection.query("select current_setting('TimeZone')").first
                == .string("Europe/Paris"))
        #expect(try opened.connection.query("select current_database()").first == .string("shop"))
        #expect(throws: DuckDBError.self) {
            try opened.connection.execute("insert into \"so urce\".t values (1)")
        }
    }

    @Test(arguments: [
        "host=db user=u password=hunter2 dbname=x", "postgresql://u:hunter2@db/x",
    ])
    func aPasswordIsNeverShown(_ path: String) {
        let attachment = Attachment(
            path: path, alias: "pg", type: "postgres", isReadOnly: true, line: 1, file: "p")
        let message = attachment.redact("could not connect with \(path): hunter2 was refused")
        #expect(!message.contains("hunter2"))
    }

    @Test func theLinesOfAProfileThatAnErrorShowsHoldNoSecret() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "profile-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = """
            shop:
              outputs:
                dev:
                  path: data/shop.duckdb
                  attach:
                    - path: "postgres://u:hunter2@db/x"
                    - "host=db password=hunter3"
                    - {alias: pg, password: hunter4}
                  note: |
                    hunter5
                  secrets:
                    - type: s3
                      secret: hunter6
            """
        try Data(text.utf8).write(to: folder.appending(path: "profiles.yml"))
        for line in 1...text.split(separator: "\n").count {
            let error = PipelineError(.configuration, "wrong", file: "profiles.yml", line: line)
                .showingSource(in: folder)
            #expect(error.excerpt != nil)
            #expect(!error.description.contains("hunter"), "line \(line)")
        }
        let error = PipelineError(.configuration, "wrong", file: "profiles.yml", line: 4)
        #expect(error.showingSource(in: folder).description.contains("path: data/shop.duckdb"))
    }

    @Test func whatCannotBeAttachedIsNamed() throws {
        let text = """
            shop: {target: dev, outputs: {dev: {type: duckdb, attach: [{path: /nowhere/x.duckdb, alias: far, read_only: true}]}}}
            """
        let profile = try parse(text)
        #expect { try profile.open() } throws: { error in
            let error = error as? PipelineError
            return error?.message.contains("'far'") == true && error?.line == 1
                && error?.message.contains("/nowhere") == false
        }
    }

    @Test func secretsAreMadeAndTheirValuesHidden() throws {
        let text = ofDev(
            "plugins: []", "secrets:",
            "  - {type: s3, name: mine, key_id: AKIAKEY, secret: hunter2hunter2, scope: [s3://a, s3://b]}",
            "  - {type: postgres, host: db, password: hunter3hunter3}", "attach:",
            #"  - {path: "", alias: pg, type: postgres, secret: mine, options: {schema: public, x: true}}"#
        )
        let profile = try parse(text)
        #expect(profile.secrets.map(\.name) == ["mine", "_dbt_secret_2"])
        #expect(
            profile.secrets[0].sql == """
                create or replace secret "mine" (type s3, key_id 'AKIAKEY', secret 'hunter2hunter2', \
                scope 's3://a', scope 's3://b')
                """)
        #expect(
            profile.attachments[0].statements
                == [
                    "ATTACH IF NOT EXISTS '' AS \"pg\" (TYPE postgres, SECRET \"mine\", SCHEMA 'public', X)"
                ])
        #expect(!profile.secrets[0].redact("bad hunter2hunter2 here").contains("hunter2"))
        #expect { try profile.open() } throws: { error in
            let text = String(describing: error)
            return !text.contains("hunter") && text.contains("secret")
        }
    }

    @Test(arguments: [
        ("secrets: [{name: x}]", "`type`"), ("secrets: {type: s3}", "list of secrets"),
        ("plugins: [{module: excel}]", "`plugins`"), ("remote: {host: x}", "`remote`"),
        ("use_credential_provider: gcp", "aws"),
        ("retries: {connect_attempts: 0}", "connect_attempts"),
        ("atach: []", "Did you mean 'attach'?"),
    ])
    func whatCannotBeHonouredIsNamed(_ line: String, _ says: String) throws {
        #expect { try parse(ofDev(line)) } throws: { error in
            let error = error as? PipelineError
            return error?.description.contains(says) == true && error?.line == 6
        }
    }
}
