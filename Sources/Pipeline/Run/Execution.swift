internal import Jinja

/// What rendering may use while a run is under way.
final class Execution: Sendable {
    let engine: Engine
    let project: Project
    let log: @Sendable (String) -> Void
    let warn: @Sendable (Warning) -> Void
    /// `graph`, made when a template first asks for it.
    let graph: Value

    init(
        engine: Engine, project: Project, log: @escaping @Sendable (String) -> Void,
        warn: @escaping @Sendable (Warning) -> Void
    ) {
        self.engine = engine
        self.project = project
        self.log = log
        self.warn = warn
        graph = .object(GraphObject(project))
    }
}

/// `graph`: all nodes and sources by id.
private final class GraphObject: JinjaObject {
    let typeName = "graph"
    private let project: Project

    init(_ project: Project) { self.project = project }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "nodes":
            .dict(Dict(project.nodes.map { (.string($0.id), $0.facts) }))
        case "sources":
            .dict(Dict(project.sources.map { (.string($0.id), $0.facts) }))
        case "exposures", "metrics", "groups": .dict(Dict())
        default: nil
        }
    }

    func item(_ key: Value) throws(JinjaError) -> Value? { nil }
    func elements() throws(JinjaError) -> [Value]? { ["nodes", "sources"] }
}
