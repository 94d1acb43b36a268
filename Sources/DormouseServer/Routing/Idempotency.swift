import HTTPServer
import Hashing
import Synchronization

/// Answers a request that was sent again with the same key as the first was answered.
///
/// Kept for a day, in memory: after a restart a key is new again. Memories with `occurred_at` have
/// ids made of what they say, so these meet themselves even then.
final class Idempotency: Sendable {
    private enum State {
        case running
        case answered(ServerResponse)
    }

    private struct Entry {
        let body: String
        var state: State
        let at: ContinuousClock.Instant
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let room: Int

    init(room: Int = 10_000) { self.room = room }

    /// - Parameters:
    ///   - key: nil where none was sent: then `body` just runs.
    ///   - content: what must be the same.
    func once(
        _ key: String?, of call: Call, content: String, at now: ContinuousClock.Instant,
        _ body: () async throws -> ServerResponse
    ) async throws -> ServerResponse {
        guard let key else { return try await body() }
        let full = [call.caller.name, call.namespace, call.request.head.target, key]
            .map { "\($0.utf8.count):\($0)" }.joined()
        let hash = SHA256.hexadecimal(content)
        if let answered = try begin(full, hash, now) { return answered }
        do {
            let response = try await body()
            entries.withLock { $0[full]?.state = .answered(response) }
            return response
        } catch {
            // What failed may be tried again.
            entries.withLock { $0[full] = nil }
            throw error
        }
    }

    private func begin(_ key: String, _ hash: String, _ now: ContinuousClock.Instant) throws
        -> ServerResponse?
    {
        try entries.withLock { entries in
            if let entry = entries[key], now - entry.at < .seconds(86_400) {
                guard entry.body == hash else {
                    throw Problem(
                        .idempotencyMismatch,
                        "this Idempotency-Key was used for another request; use a new one")
                }
                if case .answered(let response) = entry.state { return response }
                throw Problem(.conflict, "the first request with this Idempotency-Key still runs")
            }
            if entries.count >= room { Self.makeRoom(&entries) }
            entries[key] = Entry(body: hash, state: .running, at: now)
            return nil
        }
    }

    /// Lets go of the oldest tenth.
    private static func makeRoom(_ entries: inout [String: Entry]) {
        let oldest = entries.sorted { $0.value.at < $1.value.at }.prefix(max(1, entries.count / 10))
        for (key, _) in oldest { entries[key] = nil }
    }
}
