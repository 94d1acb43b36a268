extension Project {
    /// The resources that a request means: nodes with parents before children, then sources and
    /// exposures; and the words that mean nothing.
    public func selected(
        _ request: SelectionRequest
    ) throws(PipelineError) -> (resources: [Resource], unmatched: [String]) {
        let selection = try Selection(project: self, request: request)
        let answer = try selection.answer()
        let resources = answer.places.sorted().map { selection.resources.resources[$0] }
        return (resources.filter { request.takes($0.type) }, answer.unmatched)
    }
}
