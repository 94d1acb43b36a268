internal import DuckDB

extension NodeRunner {
    /// The contract of the node, if one is enforced; its query has been compared with it.
    func keptContract() throws(PipelineError) -> TableContract? {
        guard node.hasEnforcedContract else { return nil }
        var targets: [String: Relation] = [:]
        if let project = scope.execution?.project {
            for (name, target) in node.constraintTargets {
                targets[name] = try project.resolve(target, for: scope.subject).relation
            }
        }
        guard let contract = try TableContract(node, targets: targets) else { return nil }
        let actual = try query(
            "select column_name, column_type from (describe (select * from (",
            ") as model_subq where false limit 0))")
        let promised = try engine.query(
            "select column_name, column_type from (describe (\(contract.promised)))")
        try TableContract.compare(actual: columns(actual), promised: columns(promised))
        return contract
    }

    private func columns(_ result: DuckDB.Result) -> [TableContract.Column] {
        result.rows.map { ($0[0].stringValue ?? "", $0[1].stringValue ?? "") }
    }

    /// Makes a table as the contract defines it and fills it; gives the number of its rows.
    func create(_ relation: Relation, as contract: TableContract) throws(PipelineError) -> Int {
        let table = "create table \(relation.sql) (\(contract.definition))"
        _ = try engine.query(table)
        engine.note(relation, .table)
        let list = contract.columnList
        return try query(
            "insert into \(relation.sql) (\(list)) (select \(list) from (", ") as model_subq)",
            after: table + ";\n"
        ).changes
    }
}

extension Node {
    /// What the foreign keys of its contract lead to, by how they name it.
    var constraintTargets: [String: Reference.Target] {
        guard hasEnforcedContract else { return [:] }
        var targets: [String: Reference.Target] = [:]
        for constraint in constraints + columns.flatMap(\.constraints) {
            if let name = constraint.target, let target = Reference.Target(written: name) {
                targets[name] = target
            }
        }
        return targets
    }
}

extension Reference.Target {
    /// `ref('x')`, `ref('package', 'x')` or `source('x', 'y')`; nil for anything else.
    init?(written text: String) {
        let name = text.prefix { $0 != "(" }.filter { !$0.isWhitespace }
        let quote: Character = text.contains("'") ? "'" : "\""
        if name == "ref", let match = text.firstMatch(of: /,\s*(?:v|version)\s*=\s*([^),]+)\)/) {
            let version = match.1.filter { !"'\" ".contains($0) }
            let rest = text[..<match.range.lowerBound] + ")"
            guard case .node(let name, let package, _)? = Self(written: String(rest)) else {
                return nil
            }
            self = .node(name: name, package: package, version: version)
            return
        }
        let pieces = text.split(separator: quote, omittingEmptySubsequences: false)
        let names = pieces.indices.filter { $0 % 2 == 1 }.map { String(pieces[$0]) }
        switch (name, names.count) {
        case ("ref", 1): self = .node(name: names[0], package: nil)
        case ("ref", 2): self = .node(name: names[1], package: names[0])
        case ("source", 2): self = .source(names[0], table: names[1])
        default: return nil
        }
    }
}
