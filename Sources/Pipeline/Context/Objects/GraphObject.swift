internal import Jinja
internal import Synchronization

/// `graph`: all nodes and sources by id, each part made when it is first asked for. Templates of a
/// run share it, and may keep things of their own in it.
final class GraphObject: JinjaObject {
    let typeName = "dict"
    let isMapping = true
    private let project: Project
    private let manifest: Manifest
    private let parts = Mutex<[String: Value]>([:])

    /// What templates have put in, in their order.
    private let added = Mutex<[String]>([])

    private static let names = [
        "exposures", "functions", "groups", "metrics", "nodes", "sources", "semantic_models",
        "saved_queries",
    ]

    private var keys: [String] { Self.names + added.withLock { $0 } }

    private func set(_ key: String, _ value: Value) {
        parts.withLock { $0[key] = value }
        added.withLock { added in
            if !Self.names.contains(key), !added.contains(key) { added.append(key) }
        }
    }

    init(_ project: Project) {
        self.project = project
        manifest = Manifest(project)
    }

    private func part(_ name: String) -> Value? {
        if let part = parts.withLock({ $0[name] }) { return part }
        guard Self.names.contains(name) else { return nil }
        let part: Value =
            switch name {
            case "nodes":
                .dict(
                    Dict(
                        project.nodes.filter { ![.unitTest, .function].contains($0.kind) }.map {
                            (.string($0.id), manifest.facts($0, leavesOutNull: false))
                        } + manifest.hooks.map { (.string($0.id), Value(manifest.json($0))) }))
            case "functions":
                .dict(
                    Dict(
                        project.nodes.filter { $0.kind == .function }.map {
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
        return parts.withLock { parts in
            // Another thread may have been faster: what is shared must be one.
            if let made = parts[name] { return made }
            parts[name] = part
            return part
        }
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
            return .function(name) { [self] (_) throws(JinjaError) in Value(keys) }
        case "values":
            return .function(name) { [self] (_) throws(JinjaError) in
                Value(keys.compactMap(part))
            }
        case "items":
            return .function(name) { [self] (_) throws(JinjaError) in
                Value(keys.map { Value(tuple: [.string($0), part($0) ?? .none]) })
            }
        case "setdefault":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let key = try arguments.required("key", at: 0).text()
                if let part = part(key) { return part }
                let value = try arguments.value("default", at: 1) ?? .none
                set(key, value)
                return value
            }
        case "update":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                for entry in arguments.positional.first?.dict?.entries ?? [] {
                    set(try entry.key.text(), entry.value)
                }
                for (name, value) in arguments.named { set(name, value) }
                return .none
            }
        case "pop":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let key = try arguments.required("key", at: 0).text()
                if let found = part(key) {
                    parts.withLock { $0[key] = nil }
                    added.withLock { added in added.removeAll { $0 == key } }
                    return found
                }
                if let otherwise = try arguments.value("default", at: 1) { return otherwise }
                throw JinjaError(.lookup, "'\(key)'")
            }
        default: return part(name)
        }
    }

    func item(_ key: Value) throws(JinjaError) -> Value? { key.string.flatMap(part) }
    func elements() throws(JinjaError) -> [Value]? { keys.map { .string($0) } }
}
