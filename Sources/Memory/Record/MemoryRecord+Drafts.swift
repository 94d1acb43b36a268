import Foundation
import Hashing

extension MemoryRecord {
    /// The records that drafts become: hashed, identified, in order.
    ///
    /// - Parameter now: when they are told. They follow each other by a microsecond, so that the
    ///   order of telling is kept.
    static func records(of drafts: [MemoryDraft], now: Moment) -> [MemoryRecord] {
        let hashes = drafts.map { SHA256.hexadecimal($0.content) }
        let ids = drafts.indices.map { index in
            let draft = drafts[index]
            let time = draft.identityTime(toldAt: now.adding(Int64(index)))
            let key = MemoryIdentity.key(
                namespace: draft.namespace, session: draft.sessionID, time: time,
                contentHash: hashes[index])
            return MemoryIdentity.id(time: time, keyHash: SHA256.hexadecimal(key))
        }
        var byOrigin: [String: UUID] = [:]
        for (draft, id) in zip(drafts, ids) {
            if let origin = draft.originID { byOrigin[origin] = id }
        }
        return drafts.indices.map { index in
            let draft = drafts[index]
            let told = draft.recordedAt ?? now.adding(Int64(index))
            return MemoryRecord(
                id: ids[index], namespace: draft.namespace, content: draft.content,
                contentHash: hashes[index], role: draft.role, speaker: draft.speaker,
                sessionID: draft.sessionID, context: draft.context, tags: draft.tags,
                metadata: draft.metadata, occurredAt: draft.eventTime(toldAt: told),
                recordedAt: told,
                parentID: draft.parentOriginID.flatMap { byOrigin[$0] ?? UUID(uuidString: $0) },
                chunkIndex: draft.chunkIndex, timeSource: draft.timeSource)
        }
    }
}
