import Testing

@testable import Pipeline

/// What dbt does not read because a value is of another type than its schema has, is not read here
/// either: each was tried with dbt 1.12.6, which ends with exit code 2.
@Suite struct WrongTypeTests {
    private static let values = ["7", "bogus", "true", "[x, 1]", "{x: y}", "null"]

    /// Configs of a model in a properties file: which of the values are taken.
    static let modelConfigs: [(String, takes: Set<String>)] = [
        ("enabled", ["true"]), ("meta", ["{x: y}"]), ("persist_docs", ["{x: y}"]),
        ("quoting", ["{x: y}"]), ("column_types", ["{x: y}"]), ("grants", ["{x: y}"]),
        ("docs", ["{x: y}"]), ("full_refresh", ["true", "null"]), ("access", []),
        ("on_configuration_change", []), ("group", ["null"]), ("contract", ["{x: y}"]),
        ("post-hook", ["bogus"]), ("pre_hook", ["bogus"]), ("alias", Set(values)),
        ("tags", Set(values)), ("schema", Set(values)), ("materialized", Set(values)),
    ]

    static let testConfigs: [(String, takes: Set<String>)] = [
        ("enabled", ["true", "null"]), ("meta", ["{x: y}", "null"]), ("severity", ["null"]),
        ("materialized", ["null"]), ("store_failures", ["true", "null"]),
        ("limit", ["7", "true", "null"]), ("tags", ["bogus", "null"]),
        ("group", Set(values)), ("warn_if", Set(values)),
    ]

    static let modelProperties: [(String, takes: Set<String>)] = [
        ("description", ["bogus"]), ("docs", []), ("config", ["{x: y}"]), ("columns", []),
        ("tests", []), ("data_tests", []), ("meta", ["{x: y}"]), ("access", []),
        ("constraints", []), ("latest_version", ["null"]), ("time_spine", ["null"]),
        ("group", ["null"]), ("tags", Set(values)),
    ]

    static let columnProperties: [(String, takes: Set<String>)] = [
        ("description", ["bogus"]), ("data_type", ["bogus", "null"]), ("tests", []),
        ("meta", ["{x: y}"]), ("tags", []), ("quote", ["true", "null"]), ("constraints", []),
        ("config", ["{x: y}"]), ("granularity", []),
    ]

    static let sourceProperties: [(String, takes: Set<String>)] = [
        ("description", ["bogus"]), ("meta", ["{x: y}"]), ("database", ["bogus", "null"]),
        ("schema", ["bogus", "null"]), ("loader", ["bogus"]), ("quoting", []),
        ("freshness", ["null"]), ("loaded_at_field", ["bogus", "null"]), ("tags", []),
        ("config", ["{x: y}"]),
    ]

    static let tableProperties: [(String, takes: Set<String>)] = [
        ("description", ["bogus"]), ("meta", ["{x: y}"]), ("identifier", ["bogus", "null"]),
        ("quoting", []), ("freshness", ["null"]), ("columns", []), ("data_tests", []),
        ("tags", []), ("config", ["{x: y}"]), ("external", ["{x: y}", "null"]),
    ]

    private func expect(
        _ name: String, takes: Set<String>, _ files: (String) -> [String: String]
    ) throws {
        for value in Self.values {
            let error = try TestProject(files(value)).loadError()
            #expect(
                (error == nil) == takes.contains(value),
                "\(name): \(value): \(error?.description ?? "is read")")
            // A file is named, and what is wrong.
            if let error { #expect(error.file != nil, "\(name): \(value): \(error)") }
        }
    }

    @Test(arguments: modelConfigs) func configsOfModels(_ name: String, takes: Set<String>) throws {
        try expect(name, takes: takes) {
            [
                "models/a.sql": "select 1 as id",
                "models/m.yml": "models: [{name: a, config: {\(name): \($0)}}]",
            ]
        }
    }

    @Test(arguments: [
        ("enabled", "none"), ("meta", "7"), ("meta", "none"), ("access", "'bogus'"),
        ("group", "'nobody'"), ("docs", "{'node_color': 'blu'}"), ("docs", "{'node_color': '#ff'}"),
        ("full_refresh", "'yes'"), ("grants", "['x']"), ("post_hook", "none"),
        ("pre_hook", "[none]"), ("post_hook", "7"), ("pre_hook", "{'transaction': true}"),
    ])
    func configsInTemplates(_ name: String, _ value: String) throws {
        let error = try TestProject([
            "models/a.sql": "{{ config(\(name)=\(value)) }} select 1 as id"
        ]).loadError()
        #expect(error?.file == "models/a.sql")
        #expect(error?.node == "a")
    }

    /// Of tags dbt asks only where they stand beside a generic test.
    @Test(arguments: ["7", "[7]", "none", "true", "'x'"])
    func tagsOfSingularTestsMayBeAnything(_ value: String) throws {
        let error = try TestProject([
            "tests/one.sql": "{{ config(tags=\(value)) }} select 1 where false"
        ]).loadError()
        #expect(error == nil)
    }

    @Test(arguments: ["tests", "models"])
    func hooksAndTagsOfTheProjectFile(_ section: String) throws {
        let error = try TestProject([
            "dbt_project.yml": """
            name: shop
            version: '1.0'
            profile: shop
            \(section):
              +\(section == "tests" ? "tags: 7" : "post-hook: null")
            """,
            "models/a.sql": "select 1 as id",
            "models/m.yml": "models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]",
        ]).loadError()
        #expect((error == nil) == (section == "tests"), "\(error?.description ?? "is read")")
    }

    /// A test that is switched off by no truth value.
    @Test func anEmptyTextSwitchesNoTestOff() throws {
        let error = try TestProject([
            "models/a.sql": "select 1 as id",
            "models/m.yml":
                "models: [{name: a, columns: [{name: id, data_tests: "
                + "[{unique: {config: {enabled: ''}}}]}]}]",
        ]).loadError()
        #expect(error?.message.contains("enabled") == true)
    }

    @Test(arguments: testConfigs) func configsOfTests(_ name: String, takes: Set<String>) throws {
        try expect(name, takes: takes) {
            [
                "models/a.sql": "select 1 as id",
                "models/m.yml":
                    "models: [{name: a, columns: [{name: id, data_tests: [{unique: "
                    + "{config: {\(name): \($0)}}}]}]}]",
            ]
        }
    }

    @Test(arguments: ["WARN", "Error", "warn"]) func severityIsInAnyCase(_ word: String) throws {
        let error = try TestProject([
            "tests/one.sql": "{{ config(severity='\(word)') }} select 1 where false"
        ]).loadError()
        #expect(error == nil)
    }

    @Test(arguments: modelProperties)
    func propertiesOfModels(_ name: String, takes: Set<String>) throws {
        try expect(name, takes: takes) {
            [
                "models/a.sql": "select 1 as id",
                "models/m.yml": "models: [{name: a, \(name): \($0)}]",
            ]
        }
    }

    @Test(arguments: columnProperties)
    func propertiesOfColumns(_ name: String, takes: Set<String>) throws {
        try expect(name, takes: takes) {
            [
                "models/a.sql": "select 1 as id",
                "models/m.yml": "models: [{name: a, columns: [{name: id, \(name): \($0)}]}]",
            ]
        }
    }

    @Test(arguments: sourceProperties)
    func propertiesOfSources(_ name: String, takes: Set<String>) throws {
        try expect(name, takes: takes) {
            ["models/m.yml": "sources: [{name: s, tables: [{name: t}], \(name): \($0)}]"]
        }
    }

    @Test(arguments: tableProperties)
    func propertiesOfTables(_ name: String, takes: Set<String>) throws {
        try expect(name, takes: takes) {
            ["models/m.yml": "sources: [{name: s, tables: [{name: t, \(name): \($0)}]}]"]
        }
    }

    @Test(arguments: [
        ("models: x", false), ("models:", true), ("data_tests:", false), ("vars: [x]", false),
        ("model-paths: models", false), ("model-paths: [models]", true), ("flags: x", false),
        ("config-version: 1", false), ("config-version: 2", true), ("quoting: {x: y}", false),
        ("quoting: {schema: true}", true), ("restrict-access: some", false),
        ("dispatch: {}", false), ("target-path: 7", false), ("clean-targets: target", false),
    ])
    func keysOfProjectFiles(_ text: String, isTaken: Bool) throws {
        let error = try TestProject([
            "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n" + text + "\n",
            "models/a.sql": "select 1 as id",
        ]).loadError()
        #expect((error == nil) == isTaken, "\(error?.description ?? "is read")")
        if let error { #expect(error.file == "dbt_project.yml") }
    }

    @Test(arguments: [
        ("groups: [{name: g, owner: {name: x}}]", true), ("groups: [{name: g, owner: x}]", false),
        ("groups: [{name: g, owner: {}}]", false), ("groups: [{name: g}]", false),
        ("exposures: [{name: e, type: dashboard, owner: {email: x}}]", true),
        ("exposures: [{name: e, type: dashboard}]", false),
        ("exposures: [{name: e, type: dashboard, owner: {x: y}}]", false),
        ("exposures: [{name: e, type: dashboard, owner: {name: x}, url: 7}]", false),
        ("exposures: [{name: e, type: dashboard, owner: {name: x}, tags: x}]", false),
        ("macros: [{name: m, arguments: 7}]", false), ("macros: [{name: m, meta: [x]}]", false),
        ("seeds: [{name: s, config: {quote_columns: bogus}}]", false),
        ("seeds: [{name: s, config: {quote_columns: true}}]", true),
        (
            "snapshots: [{name: n, relation: ref('s'), config: {strategy: check, unique_key: id, "
                + "check_cols: all, materialized: table}}]", false
        ),
        ("sources: [{name: s, tables: [{name: t, config: {enabled: null}}]}]", false),
        ("exposures: [{name: e, type: dashboard, owner: {name: x}, maturity: some}]", false),
        ("exposures: [{name: e, type: dashboard, owner: {name: x}, maturity: low}]", true),
        (
            "exposures: [{name: e, type: dashboard, owner: {name: x}, config: {enabled: 'no'}}]",
            false
        ),
        ("groups: [{name: g, owner: {name: x}}, {name: g, owner: {name: y}}]", false),
        ("unit_tests: [{name: u, model: s, expect: {rows: []}}]", false),
        ("models:", false), ("sources:", false), ("version: 2", true), ("data_tests:", true),
        ("sources: [{name: s, tables: [{name: t, config: {freshness: 7}}]}]", false),
    ])
    func others(_ text: String, isTaken: Bool) throws {
        let error = try TestProject([
            "seeds/s.csv": "id\n1\n", "macros/m.sql": "{% macro m() %}{% endmacro %}",
            "models/m.yml": text,
        ]).loadError()
        #expect((error == nil) == isTaken, "\(error?.description ?? "is read")")
    }
}
