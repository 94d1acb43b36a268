import Foundation
import JSON
import Synchronization

/// The sessions of clients that shake hands (revisions up to 2025-11-25), over HTTP.
///
/// A session is whose it is and what of it is under way; what a client may do is decided request by
/// request all the same. Each caller has a bounded number, of which the one used longest ago makes
/// room.
final class ContextSessions: Sendable {
    /// Whose a session is: to anybody else it is not there.
    struct Owner: Hashable, Sendable {
        let caller: String
        let namespace: String
    }

    private struct Session {
        let owner: Owner
        let version: String
        var usedAt: ContinuousClock.Instant
        var underWay: [JSON: Task<JSON?, Never>] = [:]

        func giveUp() { for task in underWay.values { task.cancel() } }
    }

    private let sessions = Mutex<[String: Session]>([:])
    private let roomPerCaller: Int
    private let room: Int

    init(roomPerCaller: Int = 256, room: Int = 65_536) {
        self.roomPerCaller = roomPerCaller
        self.room = room
    }

    var count: Int { sessions.withLock(\.count) }

    /// Begins a session.
    ///
    /// - Returns: its id, which cannot be guessed.
    func begin(_ owner: Owner, version: String, at now: ContinuousClock.Instant) -> String {
        let id = UUID().uuidString.lowercased()
        let gone: [Session] = sessions.withLock { sessions in
            let own = sessions.filter { $0.value.owner.caller == owner.caller }
            var gone: [Session] = []
            func makeRoom(_ candidates: [String: Session]) {
                let oldest = candidates.min { $0.value.usedAt < $1.value.usedAt }
                if let oldest, let session = sessions.removeValue(forKey: oldest.key) {
                    gone.append(session)
                }
            }
            if own.count >= roomPerCaller {
                makeRoom(own)
            } else if sessions.count >= room {
                makeRoom(sessions)
            }
            sessions[id] = Session(owner: owner, version: version, usedAt: now)
            return gone
        }
        for session in gone { session.giveUp() }
        return id
    }

    /// The revision a session speaks; nil where the owner has no such session.
    func version(of id: String, _ owner: Owner, at now: ContinuousClock.Instant) -> String? {
        sessions.withLock { sessions in
            guard let session = sessions[id], session.owner == owner else { return nil }
            sessions[id]?.usedAt = now
            return session.version
        }
    }

    /// - Returns: false where the owner has no such session.
    func end(_ id: String, _ owner: Owner) -> Bool {
        let gone: Session? = sessions.withLock { sessions in
            guard sessions[id]?.owner == owner else { return nil }
            return sessions.removeValue(forKey: id)
        }
        gone?.giveUp()
        return gone != nil
    }

    /// Does the work of a request, which `cancel` can end.
    ///
    /// - Returns: nil also where a request with this id has no answer yet.
    func perform(
        _ request: JSON, of id: String, _ work: @escaping @Sendable () async -> JSON?
    ) async -> JSON? {
        let task: Task<JSON?, Never>? = sessions.withLock { sessions in
            guard let session = sessions[id], session.underWay[request] == nil else { return nil }
            let task = Task { await work() }
            sessions[id]?.underWay[request] = task
            return task
        }
        guard let task else { return nil }
        let answer = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        sessions.withLock { $0[id]?.underWay[request] = nil }
        return answer
    }

    /// Gives up a request of a session.
    func cancel(_ request: JSON, of id: String) {
        sessions.withLock { $0[id]?.underWay[request] }?.cancel()
    }
}
