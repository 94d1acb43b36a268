internal import Jinja
internal import YAML

/// The shapes of the keys of properties files. Where a key may be left empty, that is said.
enum PropertyShapes {
    /// What every resource may say of itself.
    private static let common: [String: Shape] = [
        "name": .text, "description": .text, "config": .mapping,
    ]

    private static let docs = Shape.record(["show": .flag, "node_color": .text.orNothing])

    private static let quoting = Shape.record([
        "database": .flag.orNothing, "schema": .flag.orNothing, "identifier": .flag.orNothing,
        "column": .flag.orNothing,
    ])

    private static let freshness = Shape.record(
        [
            "warn_after": .mapping.orNothing, "error_after": .mapping.orNothing,
            "filter": .text.orNothing,
        ]).orNothing

    private static let timeSpine = Shape.record(
        ["standard_granularity_column": .text, "custom_granularities": .list.orNothing]).orNothing

    private static let granularities = [
        "nanosecond", "microsecond", "millisecond", "second", "minute", "hour", "day", "week",
        "month", "quarter", "year",
    ]

    private static let tested: [String: Shape] = ["tests": .list, "data_tests": .list]

    static let node = common.merging(tested) { $1 }.merging([
        "docs": docs, "meta": .mapping, "columns": .list, "constraints": .list,
        "versions": .list, "access": .word(ConfigurationShapes.accesses), "time_spine": timeSpine,
    ]) { $1 }

    static let column = common.merging(tested) { $1 }.merging([
        "data_type": .text.orNothing, "meta": .mapping, "tags": .texts, "quote": .flag.orNothing,
        "constraints": .list, "granularity": .word(granularities),
    ]) { $1 }

    static let source = common.merging([
        "meta": .mapping, "database": .text.orNothing, "schema": .text.orNothing, "loader": .text,
        "quoting": quoting, "freshness": freshness, "loaded_at_field": .text.orNothing,
        "loaded_at_query": .text.orNothing, "tables": .list.orNothing, "tags": .texts,
    ]) { $1 }

    static let table = common.merging(tested) { $1 }.merging([
        "meta": .mapping, "identifier": .text.orNothing, "quoting": quoting,
        "freshness": freshness, "loaded_at_field": .text.orNothing,
        "loaded_at_query": .text.orNothing, "tags": .texts, "columns": .list,
        "external": .mapping.orNothing,
    ]) { $1 }

    static let exposure = common.merging([
        "owner": .mapping, "label": .text.orNothing,
        "maturity": .word(["high", "medium", "low"]).orNothing, "meta": .mapping,
        "tags": .texts, "url": .text.orNothing, "depends_on": .list,
    ]) { $1 }

    static let group: [String: Shape] = [
        "name": .text, "owner": .mapping, "description": .text.orNothing, "config": .mapping,
    ]

    static let unitTest = common.merging([
        "model": .text, "given": .list, "expect": .mapping, "overrides": .mapping.orNothing,
        "versions": .mapping.orNothing,
    ]) { $1 }

    static let macro = common.merging([
        "docs": .mapping, "meta": .mapping, "arguments": .list,
    ]) { $1 }
}

extension PropertiesReader {
    /// Checks the configs of what is no node.
    func check(
        _ configuration: Configuration, of what: String, _ node: YAML.Node
    ) throws(PipelineError) {
        let shapes = ConfigurationShapes.sources
        guard let fault = ConfigurationShapes.fault(in: configuration, shapes) else { return }
        throw failure("\(what): \(fault)", node)
    }

    /// Checks the keys of a resource.
    ///
    /// - Parameter what: `the source 'raw'`, for the error.
    func check(
        _ keys: YAML.Mapping, _ shapes: [String: Shape], of what: String
    ) throws(PipelineError) {
        for entry in keys {
            guard case .string(let key) = entry.key.value, let shape = shapes[key],
                let fault = shape.fault(of: Value(entry.value))
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
