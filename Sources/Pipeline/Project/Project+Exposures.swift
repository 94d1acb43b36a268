extension Project {
    /// Resolves what exposures use.
    mutating func connectExposures() throws(PipelineError) {
        for place in exposures.indices {
            let exposure = exposures[place]
            do {
                var parents: [String] = []
                for reference in exposure.references {
                    parents.append(try id(of: reference.target, for: exposure.package))
                }
                for metric in exposure.metrics { parents.append(try id(ofMetric: metric)) }
                exposures[place].parents = unique(parents)
            } catch {
                throw error.located(
                    file: exposure.file, line: exposure.line, node: exposure.name)
            }
        }
    }
}

extension Reference.Target {
    /// The same for readers outside.
    var use: Use {
        switch self {
        case .node(let name, let package, let version):
            .ref(name: name, package: package, version: version)
        case .source(let group, let table): .source(group, table: table)
        case .function(let name, let package): .function(name: name, package: package)
        }
    }
}
