internal import Jinja
internal import YAML

extension PropertiesReader {
    private static let constraintKeys = [
        "type", "name", "expression", "columns", "to", "to_columns", "warn_unenforced",
        "warn_unsupported",
    ]

    /// The constraints of a table or a column.
    mutating func constraints(_ node: YAML.Node?) throws(PipelineError) -> [Constraint] {
        var constraints: [Constraint] = []
        for item in try items(node) {
            let keys = try mapping(item, "expected the keys of a constraint")
            try checkKeys(keys, known: Self.constraintKeys, of: "a constraint")
            let type = try text(keys["type"]) ?? ""
            guard let kind = Constraint.Kind(rawValue: type) else {
                let known = Constraint.Kind.allCases.map(\.rawValue)
                var failure = failure("there is no constraint of the type '\(type)'", item)
                failure.hint =
                    suggestion(for: type, among: known)
                    ?? "It can be \(known.joined(separator: ", "))."
                throw failure
            }
            var constraint = Constraint(kind: kind)
            constraint.name = try rendered(keys["name"])
            constraint.expression = try rendered(keys["expression"])
            constraint.columns = try strings(keys["columns"])
            constraint.target = try text(keys["to"])
            constraint.targetColumns = try strings(keys["to_columns"])
            constraint.warnsUnenforced = try flag(keys["warn_unenforced"]) ?? true
            constraint.warnsUnsupported = try flag(keys["warn_unsupported"]) ?? true
            constraints.append(constraint)
        }
        return constraints
    }

    private func flag(_ node: YAML.Node?) throws(PipelineError) -> Bool? {
        guard let node, !node.isNull else { return nil }
        return try renderer.value(node).bool
    }

    /// What `quoting` says of database, schema, identifier and column.
    func quoting(_ node: YAML.Node?) throws(PipelineError) -> [String: Bool] {
        guard let node, case .mapping(let mapping) = node.value else { return [:] }
        var quoting: [String: Bool] = [:]
        for entry in mapping {
            guard case .string(let part) = entry.key.value,
                let flag = try renderer.value(entry.value).bool
            else { continue }
            quoting[part] = flag
        }
        return quoting
    }
}
