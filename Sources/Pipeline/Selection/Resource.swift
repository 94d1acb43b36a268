/// Anything that can be selected: a node, a source, an exposure or a part of the semantic layer.
public enum Resource: Sendable, Identifiable {
    case node(Node)
    case source(Source)
    case exposure(Exposure)
    case semantic(SemanticResource)

    public var id: String {
        switch self {
        case .node(let node): node.id
        case .source(let source): source.id
        case .exposure(let exposure): exposure.id
        case .semantic(let resource): resource.id
        }
    }

    /// `model`, `seed`, `snapshot`, `test`, `analysis`, `unit_test`, `source`,
    /// `exposure`, `semantic_model`, `metric` or `saved_query`.
    public var type: String {
        switch self {
        case .node(let node): node.kind.rawValue
        case .source: "source"
        case .exposure: "exposure"
        case .semantic(let resource): resource.kind.rawValue
        }
    }

    public var name: String {
        switch self {
        case .node(let node): node.name
        case .source(let source): source.name
        case .exposure(let exposure): exposure.name
        case .semantic(let resource): resource.name
        }
    }

    /// The name with the version, where there are several.
    public var searchName: String {
        guard let node, let version = node.version else { return name }
        return node.unitTest == nil ? node.searchName : "\(name)_\(version.tag)"
    }

    public var package: String {
        switch self {
        case .node(let node): node.package
        case .source(let source): source.package
        case .exposure(let exposure): exposure.package
        case .semantic(let resource): resource.package
        }
    }

    /// The file it is defined in, relative to the folder of its package.
    public var path: String {
        switch self {
        case .node(let node): node.path
        case .source(let source): source.file
        case .exposure(let exposure): exposure.file
        case .semantic(let resource): resource.file
        }
    }

    public var fqn: [String] {
        switch self {
        case .node(let node): node.fqn
        case .source(let source): source.fqn
        case .exposure(let exposure): exposure.fqn
        case .semantic(let resource): resource.fqn
        }
    }

    public var tags: [String] {
        switch self {
        case .node(let node): node.tags
        case .source(let source): source.tags
        case .exposure(let exposure): exposure.tags
        case .semantic(let resource): resource.tags
        }
    }

    /// The ids of what it is made from.
    public var parents: [String] {
        switch self {
        case .node(let node): node.parents
        case .source: []
        case .exposure(let exposure): exposure.parents
        case .semantic(let resource): resource.parents
        }
    }

    public var node: Node? { if case .node(let node) = self { node } else { nil } }

    /// The word by which `ls` prints it, and by which it can be selected again.
    public var selector: String {
        switch self {
        case .node(let node) where node.unitTest != nil:
            "unit_test:\(node.package).\(searchName)"
        case .node(let node): node.fqn.joined(separator: ".")
        case .source(let source):
            "source:\(source.package).\(source.sourceName).\(source.name)"
        case .exposure, .semantic: "\(type):\(package).\(name)"
        }
    }
}

/// All resources of a project, and what depends on what among them.
struct ResourceGraph {
    /// The project's nodes first, at their own places; then all others.
    let resources: [Resource]
    let places: [String: Int]
    let graph: DependencyGraph

    init(_ project: Project) {
        let resources =
            project.nodes.map(Resource.node) + project.sources.map(Resource.source)
            + project.exposures.map(Resource.exposure) + project.semantics.map(Resource.semantic)
        var places: [String: Int] = [:]
        for (place, resource) in resources.enumerated() { places[resource.id] = place }
        graph = DependencyGraph(
            parents: resources.map { resource in resource.parents.compactMap { places[$0] } })
        self.resources = resources
        self.places = places
    }
}
