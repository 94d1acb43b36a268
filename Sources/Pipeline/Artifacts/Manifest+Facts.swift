internal import Jinja

internal import enum JSON.JSON

extension Manifest {
    /// A node as templates see it in `model`, where what is null is left out, and in
    /// `graph.nodes`.
    func facts(_ node: Node, leavesOutNull: Bool) -> Value {
        guard case .object(let object)? = try? json(node) else { return node.facts }
        let dict = Dict(Self.entries(of: object, leavesOutNull))
        if leavesOutNull { dict["config"] = Value(JSON.object(configuration(of: node))) }
        dict["identifier"] = Value(node.relation.identifier)
        dict["raw_sql"] = dict["raw_code"] ?? Value.none
        return .dict(dict)
    }

    /// A source as `graph.sources` shows it.
    func facts(_ source: Source) -> Value { Value(json(source)) }

    /// Exposures and groups by id, as `graph` shows them.
    var exposureFacts: Value {
        .dict(Dict(project.exposures.map { (.string($0.id), Value(json($0))) }))
    }

    var groupFacts: Value {
        .dict(Dict(project.groups.map { (.string($0.id), Value(json($0))) }))
    }

    private static func entries(
        of object: JSON.Object, _ leavesOutNull: Bool
    ) -> [(Value, Value)] {
        object.entries.compactMap { entry in
            if leavesOutNull, case .null = entry.value { return nil }
            return (.string(entry.key), Value(entry.value))
        }
    }
}

extension Jinja.Value {
    /// A JSON value as templates hold it.
    init(_ json: JSON) {
        switch json {
        case .null: self = .none
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .bigNumber(let digits): self = .double(Double(digits) ?? .infinity)
        case .double(let number): self = .double(number)
        case .string(let text): self = .string(text)
        case .array(let items): self.init(items.map { Jinja.Value($0) })
        case .object(let object):
            self = .dict(Dict(object.entries.map { (.string($0.key), Jinja.Value($0.value)) }))
        }
    }
}
