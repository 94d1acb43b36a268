extension Project {
    /// Resolves what semantic models, metrics and saved queries are made from.
    mutating func connectSemantics() throws(PipelineError) {
        for place in semantics.indices {
            let resource = semantics[place]
            do throws(PipelineError) {
                semantics[place].parents = unique(try parents(of: resource))
            } catch {
                throw error.located(
                    file: resource.file, line: resource.line, node: resource.name)
            }
        }
    }

    private func parents(of resource: SemanticResource) throws(PipelineError) -> [String] {
        var parents: [String] = []
        if let model = resource.model { parents.append(try id(of: model, for: resource.package)) }
        for measure in resource.measures {
            guard let id = measures[measure] else {
                throw PipelineError(
                    .missingReference, "no semantic model has the measure '\(measure)'",
                    hint: suggestion(for: measure, among: measures.keys))
            }
            parents.append(id)
        }
        for metric in resource.metrics { parents.append(try id(ofMetric: metric)) }
        return parents
    }

    /// The id of the metric of a name.
    func id(ofMetric name: String) throws(PipelineError) -> String {
        let metrics = semantics.filter { $0.kind == .metric }
        if let metric = metrics.first(where: { $0.name == name }) { return metric.id }
        throw PipelineError(
            .missingReference, "there is no metric '\(name)'",
            hint: suggestion(for: name, among: metrics.map(\.name)))
    }
}
