extension JSON {
    /// A recursive descent over UTF-8 bytes that stay valid while it lives.
    struct Parser {
        let start: UnsafePointer<UInt8>
        let end: UnsafePointer<UInt8>
        var next: UnsafePointer<UInt8>
        private var depthLeft: Int
        private let refusesDuplicateKeys: Bool
        /// Where strings with escapes are put together.
        var scratch: [UInt8] = []

        init(
            _ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int,
            refusesDuplicateKeys: Bool = false
        ) {
            // An empty buffer may have no address; any will do, as nothing is read from it.
            start = bytes.baseAddress ?? UnsafePointer(bitPattern: 8)!
            end = start + bytes.count
            next = start
            depthLeft = maximumDepth
            self.refusesDuplicateKeys = refusesDuplicateKeys
        }

        mutating func parseAll() throws(Failure) -> JSON {
            if end - next >= 3, next[0] == 0xEF, next[1] == 0xBB, next[2] == 0xBF { next += 3 }
            skipSpace()
            let value = try parseValue()
            skipSpace()
            guard next == end else { throw failure(.trailingText) }
            return value
        }

        func failure(_ code: ParseError.Code) -> Failure {
            Failure(
                code: next == end && code != .tooDeep ? .unexpectedEnd : code, offset: next - start)
        }

        func failure(_ code: ParseError.Code, at place: UnsafePointer<UInt8>) -> Failure {
            Failure(code: code, offset: place - start)
        }

        @inline(__always)
        private mutating func skipSpace() {
            while next < end {
                let byte = next.pointee
                guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
                next += 1
            }
        }

        private mutating func parseValue() throws(Failure) -> JSON {
            guard next < end else { throw failure(.unexpectedEnd) }
            switch next.pointee {
            case UInt8(ascii: "\""): return .string(try parseString())
            case UInt8(ascii: "{"): return .object(try parseObject())
            case UInt8(ascii: "["): return .array(try parseArray())
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
            case UInt8(ascii: "t"): return try parse("true", .bool(true))
            case UInt8(ascii: "f"): return try parse("false", .bool(false))
            case UInt8(ascii: "n"): return try parse("null", .null)
            default: throw failure(.invalidLiteral)
            }
        }

        private mutating func parse(
            _ word: StaticString, _ value: JSON
        ) throws(Failure) -> JSON {
            for i in 0..<word.utf8CodeUnitCount {
                guard next + i < end else { throw failure(.unexpectedEnd, at: end) }
                guard next[i] == word.utf8Start[i] else { throw failure(.invalidLiteral) }
            }
            next += word.utf8CodeUnitCount
            return value
        }

        private mutating func enter() throws(Failure) {
            guard depthLeft > 0 else { throw failure(.tooDeep) }
            depthLeft -= 1
            next += 1
            skipSpace()
        }

        private mutating func leave() {
            depthLeft += 1
            next += 1
        }

        private mutating func parseArray() throws(Failure) -> [JSON] {
            try enter()
            var values: [JSON] = []
            if next < end, next.pointee == UInt8(ascii: "]") {
                leave()
                return values
            }
            while true {
                values.append(try parseValue())
                skipSpace()
                guard next < end else { throw failure(.unexpectedEnd) }
                if next.pointee == UInt8(ascii: "]") {
                    leave()
                    return values
                }
                try parseComma()
            }
        }

        private mutating func parseObject() throws(Failure) -> Object {
            try enter()
            var entries: [Object.Entry] = []
            var places: [UnsafePointer<UInt8>] = []
            if next < end, next.pointee == UInt8(ascii: "}") {
                leave()
                return Object()
            }
            while true {
                guard next < end, next.pointee == UInt8(ascii: "\"") else {
                    throw failure(.unexpectedCharacter)
                }
                if refusesDuplicateKeys { places.append(next) }
                let key = try parseString()
                skipSpace()
                guard next < end, next.pointee == UInt8(ascii: ":") else {
                    throw failure(.unexpectedCharacter)
                }
                next += 1
                skipSpace()
                entries.append(Object.Entry(key: key, value: try parseValue()))
                skipSpace()
                guard next < end else { throw failure(.unexpectedEnd) }
                if next.pointee == UInt8(ascii: "}") {
                    leave()
                    let object = Object(merging: entries)
                    if refusesDuplicateKeys, object.count < entries.count {
                        throw failure(.duplicateKey, at: places[firstDuplicate(entries)])
                    }
                    return object
                }
                try parseComma()
            }
        }

        /// The place of the first key that was there before.
        private func firstDuplicate(_ entries: [Object.Entry]) -> Int {
            var seen: Set<ExactKey> = []
            return entries.firstIndex { !seen.insert(ExactKey(text: $0.key)).inserted } ?? 0
        }

        private mutating func parseComma() throws(Failure) {
            guard next.pointee == UInt8(ascii: ",") else { throw failure(.unexpectedCharacter) }
            next += 1
            skipSpace()
        }
    }
}

extension JSON.Object {
    /// Entries in which a key may occur more than once; the last value counts.
    init(merging entries: [Entry]) {
        if entries.count <= 16 {
            for i in entries.indices.dropFirst() {
                let key = ExactKey(text: entries[i].key)
                if entries[..<i].contains(where: { ExactKey(text: $0.key) == key }) {
                    self.init(entries.map { ($0.key, $0.value) })
                    return
                }
            }
            self.init(distinct: entries)
        } else {
            self.init(entries.map { ($0.key, $0.value) })
        }
    }
}
