internal import Jinja
internal import YAML

/// A unit test as a properties file has it.
struct UnitTestDeclaration: Sendable {
    let name: String
    let description: String
    let test: UnitTest
    let configuration: [String: Value]
    let file: String
    let line: Int
}

extension PropertiesReader {
    private static let unitTestKeys = [
        "name", "description", "model", "given", "expect", "overrides", "config", "versions",
    ]
    private static let fixtureKeys = ["input", "rows", "format", "fixture"]

    mutating func readUnitTest(_ node: YAML.Node, file: String) throws(PipelineError) {
        let keys = try mapping(node, "expected the properties of a unit test")
        guard let name = try text(keys["name"]) else {
            throw failure("a unit test's name is missing", node)
        }
        try checkKeys(keys, known: Self.unitTestKeys, of: "the unit test '\(name)'")
        try check(keys, PropertyShapes.unitTest, of: "the unit test '\(name)'")
        let words = try text(keys["model"])?.split(separator: " ").map(String.init) ?? []
        guard let model = words.first else {
            throw failure("the unit test '\(name)' names no `model`", node)
        }
        var versions: UnitTest.Versions?
        if let written = keys["versions"], !written.isNull {
            let parts = try mapping(written, "expected `include` or `exclude`")
            func texts(_ key: String) throws(PipelineError) -> [String] {
                guard let node = parts[key] else { return [] }
                let value = try renderer.value(node)
                return (value.elements ?? [value]).map(\.pythonText)
            }
            versions =
                parts["exclude"] == nil
                ? .only(try texts("include")) : .allBut(try texts("exclude"))
        }
        guard keys["given"] != nil else {
            throw failure(
                "the unit test '\(name)' has no input: `given` is missing", node)
        }
        guard let expect = keys["expect"] else {
            throw failure("the unit test '\(name)' expects nothing: `expect` is missing", node)
        }
        var inputs: [UnitTest.Input] = []
        for given in try items(keys["given"]) { inputs.append(try input(given)) }
        let expected = try rows(expect)
        if case .seed = expected { throw failure("`expect` needs `rows`", expect) }
        let overrides = try keys["overrides"].map { (node) throws(PipelineError) in
            try mapping(node, "expected `macros`, `vars` and `env_vars`")
        }
        properties.unitTests.append(
            UnitTestDeclaration(
                name: name, description: try text(keys["description"]) ?? "",
                test: UnitTest(
                    model: model, inputs: inputs, expected: expected,
                    macros: try configuration(overrides?["macros"]),
                    variables: try configuration(overrides?["vars"]),
                    environment: try configuration(overrides?["env_vars"])
                        .mapValues(\.pythonText),
                    modelVersion: words.dropFirst().first, versions: versions,
                    declaration: Value(node)),
                configuration: try configuration(keys["config"]), file: file, line: node.line))
    }

    private mutating func input(_ node: YAML.Node) throws(PipelineError) -> UnitTest.Input {
        guard let written = try text(try mapping(node, "expected an input")["input"]) else {
            throw failure("`input` is missing: ref('x'), source('x', 'y') or this", node)
        }
        var target: Reference.Target?
        if trimmed(written) != "this" {
            target = Reference.Target(written: written)
            if target == nil {
                throw failure(
                    "the input '\(written)' is not understood: expected ref('x'), "
                        + "source('x', 'y') or this", node)
            }
        }
        return UnitTest.Input(written: written, rows: try rows(node), target: target)
    }

    /// The rows of an input or of what is expected, in any of the three formats.
    private mutating func rows(_ node: YAML.Node) throws(PipelineError) -> UnitTest.Rows {
        let keys = try mapping(node, "expected `rows`")
        try checkKeys(keys, known: Self.fixtureKeys, of: "a fixture")
        let format = try text(keys["format"]) ?? "dict"
        let rows = keys["rows"].flatMap { $0.isNull ? nil : $0 }
        let fixture = try text(keys["fixture"])
        switch format {
        case "dict":
            if rows == nil, fixture == nil { return .seed }
            guard let rows, case .sequence(let items) = rows.value else {
                throw failure("the rows are no list, as the format dict has them", rows ?? node)
            }
            var values: [[(column: String, value: Value)]] = []
            for item in items {
                let row = try mapping(item, "expected a row: values by column")
                values.append(row.map { (Value($0.key).pythonText, Self.plain($0.value)) })
            }
            return .values(Self.fullRowFirst(values))
        case "csv", "sql":
            let written =
                if let fixture {
                    try fixtureText(fixture, ending: "." + format, node)
                } else {
                    try text(rows)
                }
            guard let written else {
                throw failure("`rows` is missing: a text of \(format)", node)
            }
            if format == "sql" { return .query(written) }
            let file = try CSVFile(written, file: node.position?.file ?? "unit test")
            let records = file.records.map { record in
                zip(file.columns, record).map { column, field in
                    (column: column, value: field.isEmpty ? Value.none : .string(field))
                }
            }
            return .values(Self.fullRowFirst(records))
        default:
            throw failure("the format '\(format)' is unknown: it can be dict, csv or sql", node)
        }
    }

    /// A value as it is written: dates stay texts, and templates are not rendered.
    private static func plain(_ node: YAML.Node) -> Value { Value(node) }

    /// As dbt, which lets the first row without NULL decide the types.
    private static func fullRowFirst(
        _ rows: [[(column: String, value: Value)]]
    ) -> [[(column: String, value: Value)]] {
        guard let full = rows.firstIndex(where: { $0.allSatisfy { !$0.value.isNone } }) else {
            return rows
        }
        var rows = rows
        rows.swapAt(0, full)
        return rows
    }

    /// The text of a fixture in a file below `tests/fixtures`.
    private func fixtureText(
        _ name: String, ending: String, _ node: YAML.Node
    ) throws(PipelineError) -> String {
        let wanted = "/" + name + ending
        guard let path = fixtures.paths.first(where: { $0.hasSuffix(wanted) }) else {
            throw failure("there is no fixture '\(name)\(ending)' below the tests' fixtures", node)
        }
        return try fixtures.files.read(path)
    }

    private func trimmed(_ text: String) -> Substring {
        var rest = Substring(text)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
