internal import YAML

/// What the value of a key in a properties file has to be for dbt to read it. Where a key may be
/// left empty, that is said.
enum PropertyShape: Sendable {
    case text
    case textOrNothing
    case flag
    case flagOrNothing
    case mapping
    case mappingOrNothing
    case list
    case listOrNothing
    /// A list of texts.
    case texts
    /// A mapping with no other keys than these, or, where that is said, nothing.
    indirect case record([String: PropertyShape], orNothing: Bool = false)
    case word([String])
    case wordOrNothing([String])

    /// What every resource may say of itself.
    static let common: [String: Self] = ["name": .text, "description": .text, "config": .mapping]

    private static let docs = Self.record(["show": .flag, "node_color": .textOrNothing])

    private static let quoting = Self.record([
        "database": .flagOrNothing, "schema": .flagOrNothing, "identifier": .flagOrNothing,
        "column": .flagOrNothing,
    ])

    private static let freshness = Self.record(
        [
            "warn_after": .mappingOrNothing, "error_after": .mappingOrNothing,
            "filter": .textOrNothing,
        ], orNothing: true)

    private static let timeSpine = Self.record(
        ["standard_granularity_column": .text, "custom_granularities": .listOrNothing],
        orNothing: true)

    private static let granularities = [
        "nanosecond", "microsecond", "millisecond", "second", "minute", "hour", "day", "week",
        "month", "quarter", "year",
    ]

    private static let tested: [String: Self] = ["tests": .list, "data_tests": .list]

    static let node = common.merging(tested) { $1 }.merging([
        "docs": docs, "meta": .mapping, "columns": .list, "constraints": .list,
        "versions": .list, "access": .word(ConfigurationShape.accesses), "time_spine": timeSpine,
    ]) { $1 }

    static let column = common.merging(tested) { $1 }.merging([
        "data_type": .textOrNothing, "meta": .mapping, "tags": .texts, "quote": .flagOrNothing,
        "constraints": .list, "granularity": .word(granularities),
    ]) { $1 }

    static let source = common.merging([
        "meta": .mapping, "database": .textOrNothing, "schema": .textOrNothing, "loader": .text,
        "quoting": quoting, "freshness": freshness, "loaded_at_field": .textOrNothing,
        "loaded_at_query": .textOrNothing, "tables": .listOrNothing, "tags": .texts,
    ]) { $1 }

    static let table = common.merging(tested) { $1 }.merging([
        "meta": .mapping, "identifier": .textOrNothing, "quoting": quoting,
        "freshness": freshness, "loaded_at_field": .textOrNothing,
        "loaded_at_query": .textOrNothing, "tags": .texts, "columns": .list,
        "external": .mappingOrNothing,
    ]) { $1 }

    static let exposure = common.merging([
        "owner": .mapping, "label": .textOrNothing,
        "maturity": .wordOrNothing(["high", "medium", "low"]), "meta": .mapping,
        "tags": .texts, "url": .textOrNothing, "depends_on": .list,
    ]) { $1 }

    static let group: [String: Self] = [
        "name": .text, "owner": .mapping, "description": .textOrNothing, "config": .mapping,
    ]

    static let unitTest = common.merging([
        "model": .text, "given": .list, "expect": .mapping, "overrides": .mappingOrNothing,
        "versions": .mappingOrNothing,
    ]) { $1 }

    /// The keys of a project file.
    static let project: [String: Self] = [
        "models": .mappingOrNothing, "seeds": .mappingOrNothing, "snapshots": .mappingOrNothing,
        "tests": .mapping, "data_tests": .mapping, "sources": .mapping, "exposures": .mapping,
        "metrics": .mapping, "semantic-models": .mapping, "saved-queries": .mapping,
        "unit_tests": .mapping, "functions": .mapping, "flags": .mapping,
        "vars": .mappingOrNothing, "dbt-cloud": .mappingOrNothing, "dispatch": .list,
        "restrict-access": .flag, "model-paths": .listOrNothing, "seed-paths": .listOrNothing,
        "macro-paths": .listOrNothing, "test-paths": .listOrNothing,
        "analysis-paths": .listOrNothing, "snapshot-paths": .listOrNothing,
        "docs-paths": .listOrNothing, "asset-paths": .listOrNothing,
        "function-paths": .listOrNothing, "clean-targets": .listOrNothing,
        "target-path": .textOrNothing, "packages-install-path": .textOrNothing, "name": .text,
        "quoting": .record(
            [
                "database": .flagOrNothing, "schema": .flagOrNothing,
                "identifier": .flagOrNothing, "snowflake_ignore_case": .flagOrNothing,
            ], orNothing: true),
    ]

    static let macro = common.merging([
        "docs": .mapping, "meta": .mapping, "arguments": .list,
    ]) { $1 }

    private static func fault(of keys: YAML.Mapping, _ shapes: [String: Self]) -> String? {
        for entry in keys {
            guard case .string(let key) = entry.key.value, let shape = shapes[key] else {
                return "a mapping of " + shapes.keys.sorted().joined(separator: ", ")
            }
            if let fault = shape.fault(of: entry.value) {
                return "a mapping whose `\(key)` is \(fault)"
            }
        }
        return nil
    }

    /// What was expected; nil where the value is of this shape.
    func fault(of node: YAML.Node) -> String? {
        switch (self, node.value) {
        case (.text, .string), (.textOrNothing, .string), (.flag, .bool), (.flagOrNothing, .bool),
            (.mapping, .mapping), (.mappingOrNothing, .mapping), (.list, .sequence),
            (.listOrNothing, .sequence):
            nil
        case (.textOrNothing, .null), (.flagOrNothing, .null), (.mappingOrNothing, .null),
            (.listOrNothing, .null):
            nil
        case (.texts, .sequence(let items)) where items.allSatisfy(\.isText): nil
        case (.word(let words), .string(let word)) where words.contains(word): nil
        case (.wordOrNothing(let words), .string(let word)) where words.contains(word): nil
        case (.wordOrNothing, .null): nil
        case (.wordOrNothing(let words), _): "one of " + words.joined(separator: ", ")
        case (.record(_, let orNothing), .null) where orNothing: nil
        case (.record(let shapes, _), .mapping(let keys)): Self.fault(of: keys, shapes)
        case (.word(let words), _): "one of " + words.joined(separator: ", ")
        case (.record, _): "a mapping"
        case (.text, _), (.textOrNothing, _): "a text"
        case (.flag, _), (.flagOrNothing, _): "true or false"
        case (.mapping, _), (.mappingOrNothing, _): "a mapping"
        case (.list, _), (.listOrNothing, _): "a list"
        case (.texts, _): "a list of texts"
        }
    }
}

extension YAML.Node {
    fileprivate var isText: Bool { if case .string = value { true } else { false } }
}

extension PropertiesReader {
    /// The configs of what is no node.
    func check(
        _ configuration: Configuration, of what: String, _ node: YAML.Node
    ) throws(PipelineError) {
        for (key, value) in configuration.values.sorted(by: { $0.key < $1.key }) {
            guard let fault = ConfigurationShape.sources[key]?.fault(of: value) else { continue }
            throw failure(
                "the config '\(key)' of \(what) is \(value.pythonRepresentation) and \(fault)", node
            )
        }
    }

    /// - Parameter what: `the source 'raw'`, for the error.
    func check(
        _ keys: YAML.Mapping, _ shapes: [String: PropertyShape], of what: String
    ) throws(PipelineError) {
        for entry in keys {
            guard case .string(let key) = entry.key.value, let shape = shapes[key],
                let fault = shape.fault(of: entry.value)
            else { continue }
            var failure = failure(
                "`\(key)` of \(what) must be \(fault), and is \(entry.value.kind)",
                entry.value)
            if entry.value.isNull {
                failure.hint = "Leave the key out where there is nothing to say."
            }
            throw failure
        }
    }
}
