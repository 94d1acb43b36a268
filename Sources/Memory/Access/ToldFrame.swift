import Foundation
import Hashing

/// A call's memories as bytes in the log of what was told: their length, eight bytes of their
/// SHA-256, and each field after the other. Numbers are little-endian.
enum ToldFrame {
    /// Bytes before the memories.
    private static let head = 12

    static func bytes(of records: [MemoryRecord]) -> [UInt8] {
        var body = ByteWriter()
        body.add(UInt32(records.count))
        for record in records { body.add(record) }
        var frame = ByteWriter()
        frame.add(UInt32(body.bytes.count))
        frame.add(checksum(body.bytes[...]))
        return frame.bytes + body.bytes
    }

    /// The whole frames at the beginning of some bytes. What follows them was being written when the
    /// machine stopped, and was never acknowledged.
    ///
    /// - Returns: the memories, and how many bytes they take.
    static func records(in bytes: [UInt8]) -> (records: [MemoryRecord], length: Int) {
        var found: [MemoryRecord] = []
        var rest = bytes[...]
        while rest.count >= head {
            var reader = ByteReader(rest)
            guard let length: UInt32 = reader.integer(), let sum: UInt64 = reader.integer(),
                let body = reader.take(Int(length)), sum == checksum(body),
                let records = records(ofBody: body)
            else { break }
            found += records
            rest = reader.rest
        }
        return (found, bytes.count - rest.count)
    }

    private static func records(ofBody body: ArraySlice<UInt8>) -> [MemoryRecord]? {
        var reader = ByteReader(body)
        guard let count: UInt32 = reader.integer() else { return nil }
        var records: [MemoryRecord] = []
        for _ in 0..<count {
            guard let record = reader.record() else { return nil }
            records.append(record)
        }
        return reader.rest.isEmpty ? records : nil
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBufferPointer { SHA256.digest($0).a }
    }
}

/// Puts values one after the other; what is nil is told from what is empty.
private struct ByteWriter {
    private(set) var bytes: [UInt8] = []
    /// In the place of a length: there is nothing.
    fileprivate static let nothing = UInt32.max

    mutating func add(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    mutating func add(_ text: String?) {
        guard let text else { return add(Self.nothing) }
        add(UInt32(text.utf8.count))
        bytes += text.utf8
    }

    mutating func add(_ id: UUID?) {
        add(UInt8(id == nil ? 0 : 1))
        if let id { withUnsafeBytes(of: id.uuid) { bytes += $0 } }
    }

    mutating func add(_ record: MemoryRecord) {
        add(Optional(record.id))
        for text in [
            record.namespace, record.content, record.contentHash, record.role, record.speaker,
            record.sessionID, record.context, record.metadata, record.sourceFile,
            record.timeSource.rawValue, record.chunkIndex.map(String.init),
        ] { add(text) }
        add(UInt32(record.tags.count))
        for tag in record.tags { add(tag) }
        add(record.occurredAt.microseconds)
        add(record.recordedAt.microseconds)
        for id in [record.parentID, record.repeats, record.supersedes, record.telling] { add(id) }
    }
}

/// Takes them again; nil where they are cut or are no such values.
private struct ByteReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func integer<N: FixedWidthInteger>() -> N? {
        guard let bytes = take(MemoryLayout<N>.size) else { return nil }
        return bytes.withUnsafeBytes { N(littleEndian: $0.loadUnaligned(as: N.self)) }
    }

    mutating func text() -> String?? {
        guard let length: UInt32 = integer() else { return nil }
        if length == ByteWriter.nothing { return .some(nil) }
        guard let bytes = take(Int(length)) else { return nil }
        return String(validating: bytes, as: UTF8.self).map { .some($0) }
    }

    mutating func id() -> UUID?? {
        guard let isThere: UInt8 = integer() else { return nil }
        if isThere == 0 { return .some(nil) }
        return take(16)?.withUnsafeBytes { .some(UUID(uuid: $0.loadUnaligned(as: uuid_t.self))) }
    }

    mutating func record() -> MemoryRecord? {
        guard case .some(.some(let id)) = id() else { return nil }
        var texts: [String?] = []
        for _ in 0..<11 {
            guard let text = text() else { return nil }
            texts.append(text)
        }
        guard let namespace = texts[0], let content = texts[1], let hash = texts[2],
            let source = texts[9].flatMap(TimeSource.init), let count: UInt32 = integer()
        else { return nil }
        var tags: [String] = []
        for _ in 0..<count {
            guard case .some(.some(let tag)) = text() else { return nil }
            tags.append(tag)
        }
        guard let occurred: Int64 = integer(), let recorded: Int64 = integer() else { return nil }
        var ids: [UUID?] = []
        for _ in 0..<4 {
            guard let id = self.id() else { return nil }
            ids.append(id)
        }
        return MemoryRecord(
            id: id, namespace: namespace, content: content, contentHash: hash, role: texts[3],
            speaker: texts[4], sessionID: texts[5], context: texts[6], tags: tags,
            metadata: texts[7], occurredAt: Moment(microseconds: occurred),
            recordedAt: Moment(microseconds: recorded), parentID: ids[0],
            chunkIndex: texts[10].flatMap { Int($0) }, timeSource: source, repeats: ids[1],
            supersedes: ids[2], sourceFile: texts[8], telling: ids[3])
    }
}
