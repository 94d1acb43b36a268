internal import Foundation
internal import Jinja

/// JSON read with the order of keys kept.
enum JSONText {
    /// The value of a JSON text; nil when it is none.
    static func read(_ text: String) -> Value? {
        var reader = Reader(bytes: Array(text.utf8))
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipBlanks()
        return reader.isAtEnd ? value : nil
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0
        static let maximumDepth = 200

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { position >= bytes.count }

        mutating func skipBlanks() {
            while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) {
                position += 1
            }
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            skipBlanks()
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        mutating func value(depth: Int) -> Value? {
            skipBlanks()
            guard position < bytes.count, depth < Self.maximumDepth else { return nil }
            switch bytes[position] {
            case UInt8(ascii: "{"): return object(depth: depth)
            case UInt8(ascii: "["): return array(depth: depth)
            case UInt8(ascii: "\""): return scalar().map { .string($0) }
            default: return word()
            }
        }

        private mutating func array(depth: Int) -> Value? {
            position += 1
            var items: [Value] = []
            if take(UInt8(ascii: "]")) { return Value(items) }
            repeat {
                guard let item = value(depth: depth + 1) else { return nil }
                items.append(item)
            } while take(UInt8(ascii: ","))
            return take(UInt8(ascii: "]")) ? Value(items) : nil
        }

        private mutating func object(depth: Int) -> Value? {
            position += 1
            let dict = Dict()
            if take(UInt8(ascii: "}")) { return .dict(dict) }
            repeat {
                skipBlanks()
                guard let key = scalar(), take(UInt8(ascii: ":")),
                    let item = value(depth: depth + 1)
                else { return nil }
                dict[key] = item
            } while take(UInt8(ascii: ","))
            return take(UInt8(ascii: "}")) ? .dict(dict) : nil
        }

        /// A quoted text; Foundation undoes the escapes.
        private mutating func scalar() -> String? {
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
            var end = position + 1
            while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
                end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard end < bytes.count else { return nil }
            let text = Data(bytes[position...end])
            position = end + 1
            return try? JSONDecoder().decode(String.self, from: text)
        }

        private mutating func word() -> Value? {
            let start = position
            while position < bytes.count,
                !Array(",]} \t\r\n".utf8).contains(bytes[position])
            { position += 1 }
            let word = String(decoding: bytes[start..<position], as: UTF8.self)
            switch word {
            case "null": return Value.none
            case "true": return .bool(true)
            case "false": return .bool(false)
            default:
                guard let first = word.first, first == "-" || first.isNumber else { return nil }
                return Int(word).map { .int($0) } ?? Double(word).map { .double($0) }
            }
        }
    }
}
