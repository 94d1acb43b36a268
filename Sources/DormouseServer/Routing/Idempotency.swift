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
        /// Of which request it is: the same key may be another's when that has ended.
        let number: Int
        let body: String
        var state: State
        let at: ContinuousClock.Instant

        var isRunning: Bool {
            if case .running = state { return true }
            return false
        }

        var bytes: Int {
            guard case .answered(let response) = state, case .bytes(let bytes) = response.body
            else { return 0 }
            return bytes.count
        }
    }

    private struct Table {
        var entries: [String: Entry] = [:]
        /// Of all answers together.
        var bytes = 0
        var last = 0

        mutating func remove(_ key: String) {
            guard let entry = entries.removeValue(forKey: key) else { return }
            bytes -= entry.bytes
        }
    }

    private let table = Mutex(Table())
    private let room: Int
    private let roomBytes: Int

    /// - Parameters:
    ///   - room: keys that are kept.
    ///   - roomBytes: what their answers may take.
    init(room: Int = 10_000, roomBytes: Int = 64 << 20) {
        self.room = room
        self.roomBytes = roomBytes
    }

    /// - Parameters:
    ///   - key: nil where none was sent: then `body` just runs.
    ///   - content: what must be the same.
    func once(
        _ key: String?, of call: Call, content: String, at now: ContinuousClock.Instant,
        _ body: () async throws -> ServerResponse
    ) async throws -> ServerResponse {
        guard let key else { return try await body() }
        func joined(_ parts: String...) -> String {
            parts.map { "\($0.utf8.count):\($0)" }.joined()
        }
        let full = joined(call.caller.name, call.namespace, key)
        let head = call.request.head
        let hash = SHA256.hexadecimal(joined(head.method, head.target, content))
        let number: Int
        switch try begin(full, hash, now) {
        case .known(let response): return response
        case .new(let given): number = given
        }
        do {
            let response = try await body()
            end(full, number, response)
            return response
        } catch {
            // What failed may be tried again.
            end(full, number, nil)
            throw error
        }
    }

    enum Beginning {
        /// It was answered before.
        case known(ServerResponse)
        /// It has to be done; its number.
        case new(Int)
    }

    func begin(_ key: String, _ hash: String, _ now: ContinuousClock.Instant) throws -> Beginning {
        try table.withLock { table in
            if let entry = table.entries[key], now - entry.at < .seconds(86_400) {
                guard entry.body == hash else {
                    throw Problem(
                        .idempotencyMismatch,
                        "this Idempotency-Key was used for another request; use a new one")
                }
                if case .answered(let response) = entry.state { return .known(response) }
                throw Problem(.conflict, "the first request with this Idempotency-Key still runs")
            }
            table.remove(key)
            if table.entries.count >= room || table.bytes > roomBytes { Self.makeRoom(&table) }
            table.last += 1
            table.entries[key] = Entry(number: table.last, body: hash, state: .running, at: now)
            return .new(table.last)
        }
    }

    /// - Parameter response: nil where it failed.
    func end(_ key: String, _ number: Int, _ response: ServerResponse?) {
        table.withLock { table in
            guard table.entries[key]?.number == number else { return }
            guard let response else { return table.remove(key) }
            table.entries[key]?.state = .answered(response)
            table.bytes += table.entries[key]?.bytes ?? 0
        }
    }

    /// Lets go of the oldest tenth of what was answered. What runs is kept: it would be done twice.
    private static func makeRoom(_ table: inout Table) {
        let oldest = table.entries.filter { !$0.value.isRunning }
            .sorted { $0.value.at < $1.value.at }
            .prefix(max(1, table.entries.count / 10))
        for (key, _) in oldest { table.remove(key) }
    }
}
