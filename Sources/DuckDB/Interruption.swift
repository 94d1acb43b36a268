import Synchronization

/// Tells Swift functions that the statement they work for was interrupted.
final class Interruption: Sendable {
    static let message = "the statement was interrupted"

    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
    func clear() { flag.store(false, ordering: .relaxed) }
}
