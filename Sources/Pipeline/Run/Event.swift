/// What a run tells while it is under way.
public enum Event: Sendable {
    /// The run begins with so many nodes, some of which are unit tests.
    case started(count: Int, unitTests: Int = 0)
    /// A hook of the run itself begins: its id, and its place among those of its kind from 1.
    case hookStarted(id: String, label: String, index: Int, count: Int)
    /// A hook of the run itself has ended.
    case hookFinished(NodeResult, label: String, index: Int, count: Int)
    /// A node begins: its place in the run from 1, and how many there are.
    case nodeStarted(id: String, name: String, index: Int, count: Int)
    /// A node has ended, skipped ones included.
    case nodeFinished(NodeResult, index: Int, count: Int)
    /// A batch of a microbatch model has ended: the model's id, what the batch is called, its
    /// place from 1, and how many there are.
    case batchFinished(
        id: String, name: String, index: Int, count: Int, succeeded: Bool, duration: Duration)
    /// Something worth knowing that stops nothing.
    case warning(Warning)
    /// A template called `log(…, info=true)`; the id of the node that is rendered.
    case message(String, node: String? = nil)
    /// A template called `print(…)`.
    case printed(String)
    /// The run has ended.
    case finished(RunReport)
}
