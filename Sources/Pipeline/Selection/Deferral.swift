internal import JSON

/// `--defer`: what is not built here is read where an earlier run has left it.
public struct Deferral: Sendable {
    /// Where the nodes of the earlier run are, by id.
    private let relations: [String: Relation]
    /// Whether what is not selected is read there even where it is here too: `--favor-state`.
    let favorsState: Bool

    /// - Parameter state: the artifacts of the earlier run.
    public init(_ state: PreviousState, favorsState: Bool) {
        self.favorsState = favorsState
        relations = state.resources.compactMapValues { resource in
            guard ["model", "seed", "snapshot"].contains(resource["resource_type"]?.string),
                resource["config"]?["materialized"]?.string != "ephemeral",
                let alias = resource["alias"]?.string
            else { return nil }
            return Relation(
                database: resource["database"]?.string, schema: resource["schema"]?.string,
                identifier: alias)
        }
    }

    /// Where the earlier run has left a node.
    func relation(of id: String) -> Relation? { relations[id] }

    /// Where to read a node that this run does not build; nil where it is read as always.
    ///
    /// - Parameter exists: whether it is there in this run's own database.
    func relation<E: Error>(
        of id: String, exists: () throws(E) -> Bool
    ) throws(E) -> Relation? {
        guard let relation = relations[id] else { return nil }
        if favorsState { return relation }
        return try exists() ? nil : relation
    }
}
