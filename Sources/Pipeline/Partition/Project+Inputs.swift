extension Project {
    /// The tables and views that a node reads; in the place of an ephemeral model what that reads.
    func inputs(of node: Node) -> [Relation] {
        var found: [Relation] = []
        for id in node.parents {
            if let parent = self.node(id) {
                found +=
                    parent.materialization == .ephemeral ? inputs(of: parent) : [parent.relation]
            } else if let source = sources.first(where: { $0.id == id }) {
                found.append(source.relation)
            }
        }
        return found
    }
}
