import Dispatch
import Synchronization

extension PostgreSQLStore {
    /// Does pieces of work over two connections: the server works on one piece while the next is
    /// put together, and on two at once where it has the cores. Where a second connection cannot
    /// be had, both use the first in turn.
    ///
    /// - Parameters:
    ///   - work: a piece by its number. Pieces are begun in their order.
    ///   - progress: called on the calling thread, with how many pieces are done.
    /// - Throws: what a piece failed with. No further one begins then; those that have begun end.
    func share(
        _ count: Int,
        _ work: @escaping @Sendable (Int, ServerConnection) throws(MemoryError) -> Void,
        progress: (Int) -> Void = { _ in }
    ) throws(MemoryError) {
        let pieces = SharedPieces(count: count)
        let other = DispatchGroup()
        if count > 1 {
            let server = server
            DispatchQueue.global().async(group: other) {
                while let piece = pieces.begin() {
                    pieces.end { () throws(MemoryError) in try work(piece, server) }
                }
            }
        }
        while let piece = pieces.begin() {
            pieces.end { () throws(MemoryError) in try work(piece, server) }
            progress(pieces.done)
        }
        other.wait()
        progress(pieces.done)
        if let failure = pieces.failure { throw failure }
    }
}

extension PostgreSQLStore {
    /// Ranges of about the same size, none longer than `most`; in pairs, so that the two who share
    /// them end together.
    static func pieces(of count: Int, most: Int) -> [Range<Int>] {
        let pieces = count <= most ? min(count, 1) : (count + 2 * most - 1) / (2 * most) * 2
        return (0..<pieces).map { count * $0 / pieces..<count * ($0 + 1) / pieces }
    }
}

/// Which pieces of work are taken and done.
private final class SharedPieces: Sendable {
    private struct State {
        var next = 0
        var done = 0
        var failure: MemoryError?
    }

    private let count: Int
    private let state = Mutex(State())

    init(count: Int) { self.count = count }

    var done: Int { state.withLock { $0.done } }
    var failure: MemoryError? { state.withLock { $0.failure } }

    /// The next piece; nil where all are taken, or one has failed.
    func begin() -> Int? {
        state.withLock { state in
            guard state.failure == nil, state.next < count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func end(_ work: () throws(MemoryError) -> Void) {
        do throws(MemoryError) {
            try work()
            state.withLock { $0.done += 1 }
        } catch {
            state.withLock { $0.failure = $0.failure ?? error }
        }
    }
}
