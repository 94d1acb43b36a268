internal import Jinja
internal import Synchronization

/// `graph`: all nodes and sources by id, each part made when it is first asked for.
final class GraphObject: JinjaObject {
    let typeName = "dict"
    let isMapping = true
    private let project: Project
    private let manifest: Manifest
    private let parts = Mutex<[String: Value]>([:])

    private static let names = [
        "exposures", "groups", "metrics", "nodes", "sources", "semantic_models", "saved_queries",
    ]

    init(_ project: Project) {
        self.project = project
        manifest = Manifest(project)
    }

    private func part(_ name: String) -> Value? {
        guard Self.names.contains(name) else { return nil }
        if let part = parts.withLock({ $0[name] }) { return part }
        let part: Value =
            switch name {
            case "nodes":
                .dict(
                    Dict(
                        project.nodes.filter { $0.unitTest == nil }.map {
                            (.string($0.id), manifest.facts($0, leavesOutNull: false))
                        }))
            case "sources":
                .dict(Dict(project.sources.map { (.string($0.id), manifest.facts($0)) }))
            case "exposures": manifest.exposureFacts
            case "groups": manifest.groupFacts
            default:
                SemanticResource.Kind.allCases.first { $0.section == name }
                    .map { Value(manifest.semantics($0)) } ?? .dict(Dict())
            }
        parts.withLock { $0[name] = part }
        return part
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "get":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let key = try arguments.string("key", at: 0) ?? ""
                if let part = part(key) { return part }
                return try arguments.value("default", at: 1) ?? .none
            }
        case "keys":
            return .function(name) { (_) throws(JinjaError) in Value(Self.names) }
        case "values":
            return .function(name) { [self] (_) throws(JinjaError) in
                Value(Self.names.compactMap(part))
            }
        case "items":
            return .function(name) { [self] (_) throws(JinjaError) in
                Value(Self.names.map { Value(tuple: [.string($0), part($0) ?? .none]) })
            }
        default: return part(name)
        }
    }

    func item(_ key: Value) throws(JinjaError) -> Value? { key.string.flatMap(part) }
    func elements() throws(JinjaError) -> [Value]? { Self.names.map { .string($0) } }
}
