extension Project {
    /// The nodes that a selection means, parents before children, and the words that mean nothing.
    public func selected(
        select: [String] = [], exclude: [String] = []
    ) throws(PipelineError) -> (nodes: [Node], unmatched: [String]) {
        let answer = try Selection(project: self).places(select: select, exclude: exclude)
        return (answer.places.sorted().map { nodes[$0] }, answer.unmatched)
    }
}
