internal import Foundation

/// The letters that the machine's time zone files have for an offset: CET, EDT, LMT.
enum ZoneNames {
    private static let folder = "/usr/share/zoneinfo/"

    /// What clocks in a zone call their time at a moment; nil where no file tells.
    ///
    /// - Parameter isSummer: decides beyond the last change that the file lists.
    static func abbreviation(of zone: String, at seconds: Int, isSummer: Bool) -> String? {
        guard !zone.contains(".."), !zone.hasPrefix("/"),
            let data = try? Data(contentsOf: URL(filePath: folder + zone))
        else { return nil }
        return Reader(bytes: [UInt8](data))?.abbreviation(at: seconds, isSummer: isSummer)
    }

    /// The second part of a TZif file (RFC 8536), whose times have 64 bits.
    private struct Reader {
        private let changes: [Int]
        private let kinds: [Int]
        private let names: [(isSummer: Bool, name: String)]

        init?(bytes: [UInt8]) {
            guard let first = Header(bytes, at: 0), first.version >= 50,
                let header = Header(bytes, at: 44 + first.size(timeWidth: 4))
            else { return nil }
            var place = header.start + 44
            let timeCount = header.timeCount
            guard bytes.count >= header.start + 44 + header.size(timeWidth: 8) else { return nil }
            changes = (0..<timeCount).map { index in
                let start = place + index * 8
                return Int(bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }.signed)
            }
            place += timeCount * 8
            kinds = bytes[place..<place + timeCount].map(Int.init)
            place += timeCount
            let letters = place + header.typeCount * 6
            let end = letters + header.characterCount
            names = (0..<header.typeCount).map { index in
                let entry = place + index * 6
                let start = letters + Int(bytes[entry + 5])
                let text = bytes[min(start, end)..<end].prefix { $0 != 0 }
                return (bytes[entry + 4] != 0, String(decoding: text, as: UTF8.self))
            }
        }

        func abbreviation(at seconds: Int, isSummer: Bool) -> String? {
            guard let last = changes.last, seconds < last else {
                return kinds.reversed().lazy.map { names[$0] }
                    .first { $0.isSummer == isSummer }?.name ?? names.first?.name
            }
            let before = changes.lastIndex { $0 <= seconds }
            return before.map { names[kinds[$0]].name } ?? names.first?.name
        }
    }

    private struct Header {
        let start: Int
        let version: UInt8
        let localCount, utcCount, leapCount, timeCount, typeCount, characterCount: Int

        init?(_ bytes: [UInt8], at start: Int) {
            guard bytes.count >= start + 44, bytes[start..<start + 4].elementsEqual("TZif".utf8)
            else { return nil }
            func count(_ index: Int) -> Int {
                let place = start + 20 + index * 4
                return bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            }
            self.start = start
            version = bytes[start + 4]
            (utcCount, localCount, leapCount) = (count(0), count(1), count(2))
            (timeCount, typeCount, characterCount) = (count(3), count(4), count(5))
        }

        /// The bytes that follow the header.
        func size(timeWidth: Int) -> Int {
            timeCount * (timeWidth + 1) + typeCount * 6 + characterCount
                + leapCount * (timeWidth + 4) + localCount + utcCount
        }
    }
}

extension UInt64 {
    fileprivate var signed: Int64 { Int64(bitPattern: self) }
}
