import Foundation
import Synchronization

/// Memories that wait for something, found together and handed out a few at a time.
final class WaitingList: Sendable {
    private let ids = Mutex<(model: String, ids: ArraySlice<UUID>)>(("", []))

    /// Takes the next ones of a model; none where a new look is due.
    func take(_ count: Int, model: String) -> [UUID] {
        ids.withLock { list in
            guard list.model == model else { return [] }
            let taken = Array(list.ids.prefix(count))
            list.ids = list.ids.dropFirst(count)
            return taken
        }
    }

    func fill(_ found: [UUID], model: String) { ids.withLock { $0 = (model, found[...]) } }
}
