/// The shapes of configs. What is not here may be anything.
enum ConfigurationShapes {
    static func all(of kind: Node.Kind) -> [String: Shape] {
        switch kind {
        case .test: tests
        case .model: nodes.merging(models) { $1 }
        case .seed: nodes.merging(["quote_columns": .flag.orNothing]) { $1 }
        case .snapshot: nodes.merging(snapshots) { $1 }
        case .analysis, .function: nodes
        case .unitTest, .operation: [:]
        }
    }

    /// Those of sources.
    static let sources = common.merging(["freshness": .mapping.orNothing]) { $1 }

    private static let common: [String: Shape] = ["enabled": .flag, "meta": .mapping]

    private static let nodes: [String: Shape] = common.merging([
        "persist_docs": .mapping, "quoting": .mapping, "column_types": .mapping,
        "grants": .mapping, "docs": .mapping, "full_refresh": .flag.orNothing,
        "on_configuration_change": .word(["apply", "continue", "fail"]),
    ]) { $1 }

    private static let models: [String: Shape] = ["access": .word(accesses)]

    private static let snapshots: [String: Shape] = [
        "materialized": .word(["snapshot"]), "snapshot_meta_column_names": .mapping,
    ]

    private static let tests: [String: Shape] = common.merging([
        "severity": .word(["warn", "error"], anyCase: true), "materialized": .word(["test"]),
        "store_failures": .flag.orNothing, "limit": .number.orNothing,
    ]) { $1 }

    static let accesses = ["private", "protected", "public"]

    /// What is wrong with the first config, by its key, that is not of its shape.
    static func fault(in configuration: Configuration, _ shapes: [String: Shape]) -> String? {
        for (key, value) in configuration.values.sorted(by: { $0.key < $1.key }) {
            guard let fault = shapes[key]?.fault(of: value) else { continue }
            return "the config '\(key)' must be \(fault), and is \(value.pythonRepresentation)"
        }
        return nil
    }
}
