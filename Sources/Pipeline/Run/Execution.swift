internal import Jinja

/// What rendering may use while a run is under way.
final class Execution: Sendable {
    let engine: Engine
    let project: Project
    /// Takes what a template prints.
    let printing: @Sendable (String) -> Void
    /// Takes a message, and the id of the node whose template tells it.
    let tell: @Sendable (String, String?) -> Void
    let warn: @Sendable (Warning) -> Void
    /// That of a macro called by `run-operation`, and of a node that is built by macros; nil for
    /// other nodes and for hooks, whose are a matter of the run.
    let transaction: OperationTransaction?
    /// `graph`, made when a template first asks for it.
    let graph: Value

    init(
        engine: Engine, project: Project, printing: @escaping @Sendable (String) -> Void,
        tell: @escaping @Sendable (String, String?) -> Void,
        warn: @escaping @Sendable (Warning) -> Void, transaction: OperationTransaction? = nil
    ) {
        self.engine = engine
        self.project = project
        self.printing = printing
        self.tell = tell
        self.warn = warn
        self.transaction = transaction
        graph = .object(GraphObject(project))
    }

    /// A message of no node.
    @Sendable func log(_ text: String) { tell(text, nil) }

    /// The same with a transaction of its own.
    init(sharing other: Execution, transaction: OperationTransaction) {
        engine = other.engine
        project = other.project
        printing = other.printing
        tell = other.tell
        warn = other.warn
        graph = other.graph
        self.transaction = transaction
    }
}
