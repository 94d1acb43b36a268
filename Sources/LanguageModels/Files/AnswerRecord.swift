import Foundation
import Hashing

/// An answer as it is kept in the file: a head of fixed size, the model's name, the answer, and a
/// checksum of all of it.
struct AnswerRecord {
    /// What stands before the name and the answer.
    struct Head {
        static let size = 64
        private static let magic: UInt32 = 0x4431_4c41  // "AL1D"

        let key: Digest
        let isVector: Bool
        let nameLength: Int
        let answerLength: Int
        let tokens: TokenCount
        /// Microseconds since 1970.
        let time: Int64

        /// The whole record.
        var recordSize: Int { Self.size + nameLength + answerLength + 8 }

        init?(_ bytes: UnsafeRawBufferPointer) {
            guard bytes.count >= Self.size else { return nil }
            func word(_ at: Int) -> UInt32 {
                UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
            }
            func long(_ at: Int) -> UInt64 {
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            }
            guard word(0) == Self.magic, word(4) <= 1, word(8) <= 4096, word(12) <= 64 << 20 else {
                return nil
            }
            isVector = word(4) == 1
            nameLength = Int(word(8))
            answerLength = Int(word(12))
            time = Int64(bitPattern: long(16))
            key = Digest(a: long(24), b: long(32), c: long(40), d: long(48))
            tokens = TokenCount(prompt: Int(word(56)), completion: Int(word(60)))
        }
    }

    let key: Digest
    let model: ModelName
    let answer: Answer
    let tokens: TokenCount
    let time: Date

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        let name = Array("\(model.provider)\n\(model.model)".utf8.prefix(4096))
        let content: [UInt8]
        switch answer {
        case .text(let text): content = Array(text.utf8)
        case .vector(let numbers):
            content = numbers.flatMap { number in
                withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
            }
        }
        bytes.reserveCapacity(Head.size + name.count + content.count + 8)
        func add(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        add(0x4431_4c41 as UInt32)
        add(UInt32(answer.vector == nil ? 0 : 1))
        add(UInt32(name.count))
        add(UInt32(content.count))
        add(Int64(time.timeIntervalSince1970 * 1_000_000))
        for word in [key.a, key.b, key.c, key.d] { add(word) }
        add(UInt32(clamping: tokens.prompt))
        add(UInt32(clamping: tokens.completion))
        bytes += name
        bytes += content
        add(bytes.withUnsafeBytes { Self.checksum($0) })
        return bytes
    }

    /// The record in these bytes, if all of it is as it was written.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let head = Head(bytes), bytes.count >= head.recordSize else { return nil }
        let end = head.recordSize - 8
        let sum = UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self))
        guard sum == Self.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<end])) else {
            return nil
        }
        let name = String(decoding: bytes[Head.size..<Head.size + head.nameLength], as: UTF8.self)
            .split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let content = bytes[Head.size + head.nameLength..<end]
        key = head.key
        model = ModelName(
            provider: String(name.first ?? ""), model: String(name.count > 1 ? name[1] : ""))
        tokens = head.tokens
        time = Date(timeIntervalSince1970: Double(head.time) / 1_000_000)
        answer = Self.answer(UnsafeRawBufferPointer(rebasing: content), isVector: head.isVector)
    }

    init(key: Digest, model: ModelName, answer: Answer, tokens: TokenCount, time: Date) {
        self.key = key
        self.model = model
        self.answer = answer
        self.tokens = tokens
        self.time = time
    }

    /// The answer alone, for the way that must be fast.
    static func answer(in bytes: UnsafeRawBufferPointer, for key: Digest) -> Answer? {
        guard let head = Head(bytes), head.key == key, bytes.count >= head.recordSize else {
            return nil
        }
        let end = head.recordSize - 8
        let sum = UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self))
        guard sum == checksum(UnsafeRawBufferPointer(rebasing: bytes[..<end])) else { return nil }
        return answer(
            UnsafeRawBufferPointer(rebasing: bytes[Head.size + head.nameLength..<end]),
            isVector: head.isVector)
    }

    private static func answer(_ content: UnsafeRawBufferPointer, isVector: Bool) -> Answer {
        guard isVector else { return .text(String(decoding: content, as: UTF8.self)) }
        return .vector(
            (0..<content.count / 4).map { index in
                let bits = content.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            })
    }

    /// FNV-1a over words of eight bytes, then over the bytes that are left: enough to tell what was
    /// torn or has rotted. Nobody who can write the file is kept out by it.
    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        let words = bytes.count / 8
        for index in 0..<words {
            let word = bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
            sum = (sum ^ UInt64(littleEndian: word)) &* 0x0000_0100_0000_01b3
            sum ^= sum >> 29
        }
        for index in words * 8..<bytes.count {
            sum = (sum ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01b3
        }
        return sum
    }
}
