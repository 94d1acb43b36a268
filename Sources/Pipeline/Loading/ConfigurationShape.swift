internal import Jinja

/// What the value of a config has to be for dbt to read a project.
enum ConfigurationShape: Sendable {
    case flag
    case flagOrNothing
    case mapping
    case mappingOrNothing
    case numberOrNothing
    /// One of some words; of some configs in any case.
    case word([String], anyCase: Bool = false)
    /// A text or a list of texts.
    case texts

    /// The shapes of a node's configs. What is not here may be anything.
    static func all(of kind: Node.Kind) -> [String: Self] {
        switch kind {
        case .test: tests
        case .model: nodes.merging(models) { $1 }
        case .seed: nodes.merging(["quote_columns": .flagOrNothing]) { $1 }
        case .snapshot: nodes.merging(snapshots) { $1 }
        case .analysis, .function: nodes
        case .unitTest, .operation: [:]
        }
    }

    /// Those of sources.
    static let sources = common.merging(["freshness": .mappingOrNothing]) { $1 }

    private static let common: [String: Self] = ["enabled": .flag, "meta": .mapping]

    private static let nodes: [String: Self] = common.merging([
        "persist_docs": .mapping, "quoting": .mapping, "column_types": .mapping,
        "grants": .mapping, "docs": .mapping, "full_refresh": .flagOrNothing,
        "on_configuration_change": .word(["apply", "continue", "fail"]),
    ]) { $1 }

    private static let models: [String: Self] = ["access": .word(accesses)]

    private static let snapshots: [String: Self] = [
        "materialized": .word(["snapshot"]), "snapshot_meta_column_names": .mapping,
    ]

    private static let tests: [String: Self] = common.merging([
        "severity": .word(["warn", "error"], anyCase: true), "materialized": .word(["test"]),
        "store_failures": .flagOrNothing, "limit": .numberOrNothing, "tags": .texts,
    ]) { $1 }

    static let accesses = ["private", "protected", "public"]

    /// Why a value is not of this shape; nil where it is.
    func fault(of value: Value) -> String? {
        switch self {
        case .flag: value.bool == nil ? "must be true or false" : nil
        case .flagOrNothing:
            value.bool == nil && !value.isNone ? "must be true or false" : nil
        case .mapping: value.dict == nil ? "must be a mapping" : nil
        case .mappingOrNothing:
            value.dict == nil && !value.isNone ? "must be a mapping" : nil
        case .numberOrNothing:
            switch value {
            case .none, .int, .bool: nil
            default: "must be a whole number"
            }
        case .word(let words, let anyCase):
            if let text = value.string, words.contains(anyCase ? text.lowercased() : text) {
                nil
            } else {
                "must be one of " + words.joined(separator: ", ")
            }
        case .texts:
            if value.isNone || (value.elements ?? [value]).allSatisfy({ $0.string != nil }) {
                nil
            } else {
                "must be a string or a list of strings"
            }
        }
    }
}
