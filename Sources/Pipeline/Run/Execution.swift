internal import Jinja

/// What rendering may use while a run is under way.
final class Execution: Sendable {
    let engine: Engine
    let project: Project
    let log: @Sendable (String) -> Void
    let warn: @Sendable (Warning) -> Void
    /// That of a macro called by `run-operation`, and of a node that is built by macros; nil for
    /// other nodes and for hooks, whose are a matter of the run.
    let transaction: OperationTransaction?
    /// `graph`, made when a template first asks for it.
    let graph: Value

    init(
        engine: Engine, project: Project, log: @escaping @Sendable (String) -> Void,
        warn: @escaping @Sendable (Warning) -> Void, transaction: OperationTransaction? = nil
    ) {
        self.engine = engine
        self.project = project
        self.log = log
        self.warn = warn
        self.transaction = transaction
        graph = .object(GraphObject(project))
    }

    /// The same with a transaction of its own.
    init(sharing other: Execution, transaction: OperationTransaction) {
        engine = other.engine
        project = other.project
        log = other.log
        warn = other.warn
        graph = other.graph
        self.transaction = transaction
    }
}
