import Hashing
import Synchronization

/// Vectors of the questions that were asked last: an agent asks the same again, and several agents
/// ask it at once. A question that is being embedded is embedded for all who ask it meanwhile.
final class KnownQuestions: Sendable {
    private struct Entry {
        let vector: PendingVectors
        var lastAsked: Int
    }

    private struct State {
        /// By the digests of their bytes: nothing of what was asked is kept, and two texts that Swift
        /// takes for equal may have different tokens.
        var entries: [Digest: Entry] = [:]
        var clock = 0
    }

    private let state = Mutex(State())
    private let room: Int

    /// - Parameter room: how many are kept; a kilobyte and a half each.
    init(room: Int = 2048) { self.room = room }

    /// The vector of a question, which `begin` has made where it is not known.
    func vector(of question: String, _ begin: () -> PendingVectors) -> PendingVectors {
        var question = question
        let key = question.withUTF8 { SHA256.digest($0) }
        return state.withLock { state in
            state.clock += 1
            if let known = state.entries[key], !known.vector.hasFailed {
                state.entries[key]?.lastAsked = state.clock
                return known.vector
            }
            if state.entries.count >= room { makeRoom(&state) }
            let vector = begin()
            state.entries[key] = Entry(vector: vector, lastAsked: state.clock)
            return vector
        }
    }

    /// Lets go of the eighth that was asked longest ago.
    private func makeRoom(_ state: inout State) {
        let oldest = state.entries.sorted { $0.value.lastAsked < $1.value.lastAsked }
        for entry in oldest.prefix(max(1, room / 8)) { state.entries[entry.key] = nil }
    }
}
