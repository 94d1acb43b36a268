internal import Jinja

/// How it went for an exposure or a saved query: there is nothing to do for it, or what it is made
/// from failed.
public struct ConsumerOutcome: Sendable {
    public let consumer: Resource
    public let isSkipped: Bool

    /// - Parameter results: of the nodes of the run.
    public static func all(
        of consumers: [Resource], in project: Project, after results: [NodeResult]
    ) -> [ConsumerOutcome] {
        var blocked: Set<String> = []
        for result in results where [.error, .skipped].contains(result.status) {
            blocked.insert(result.id)
        }
        let semantics = Dictionary(
            project.semantics.map { ($0.id, $0.parents) }, uniquingKeysWith: { $1 })
        return consumers.map { consumer in
            // Through metrics and semantic models to the nodes they are made from.
            var (waiting, seen) = (consumer.parents, Set<String>())
            while let id = waiting.popLast() {
                if seen.insert(id).inserted { waiting += semantics[id] ?? [] }
            }
            return ConsumerOutcome(consumer: consumer, isSkipped: !seen.isDisjoint(with: blocked))
        }
    }

    /// An element of `results`, as the last hooks see it.
    func facts(in project: Project) -> Jinja.Value {
        let node = (try? Manifest(project).json(consumer)).map { Jinja.Value($0) } ?? .none
        return .dict(
            Dict([
                "status": isSkipped ? "skipped" : "no-op",
                "message": isSkipped ? .none : "NO-OP", "failures": isSkipped ? .none : .int(0),
                "node": node, "unique_id": .string(consumer.id), "execution_time": .double(0),
                "thread_id": "Thread-1", "timing": Jinja.Value([Jinja.Value]()),
                "adapter_response": .dict(Dict()),
            ]))
    }
}
