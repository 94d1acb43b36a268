extension JSON {
    /// Puts JSON text together.
    struct Writer {
        let layout: Layout
        private(set) var bytes: [UInt8] = []
        private var indentation = 0

        init(layout: Layout) { self.layout = layout }

        mutating func write(_ value: JSON) {
            switch value {
            case .null: bytes += "null".utf8
            case .bool(let value): bytes += (value ? "true" : "false").utf8
            case .int(let value): bytes += "\(value)".utf8
            case .double(let value): bytes += (value.isFinite ? "\(value)" : "null").utf8
            case .bigNumber(let text): writeNumber(text)
            case .string(let text): writeString(text)
            case .array(let values): write(values)
            case .object(let object): write(object)
            }
        }

        private mutating func write(_ values: [JSON]) {
            guard !values.isEmpty else {
                bytes += "[]".utf8
                return
            }
            bytes.append(UInt8(ascii: "["))
            indentation += 2
            for (place, value) in values.enumerated() {
                startElement(place)
                write(value)
            }
            indentation -= 2
            startLine()
            bytes.append(UInt8(ascii: "]"))
        }

        private mutating func write(_ object: Object) {
            guard !object.isEmpty else {
                bytes += "{}".utf8
                return
            }
            bytes.append(UInt8(ascii: "{"))
            indentation += 2
            for (place, entry) in object.entries.enumerated() {
                startElement(place)
                writeString(entry.key)
                bytes.append(UInt8(ascii: ":"))
                if layout == .pretty { bytes.append(UInt8(ascii: " ")) }
                write(entry.value)
            }
            indentation -= 2
            startLine()
            bytes.append(UInt8(ascii: "}"))
        }

        private mutating func startElement(_ place: Int) {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            startLine()
        }

        private mutating func startLine() {
            guard layout == .pretty else { return }
            bytes.append(UInt8(ascii: "\n"))
            for _ in 0..<indentation { bytes.append(UInt8(ascii: " ")) }
        }

        /// A number given as text is one only if it reads as one; else it is written as a string,
        /// so that nothing can slip into the output.
        private mutating func writeNumber(_ text: String) {
            switch try? JSON.parse(text) {
            case .int, .double, .bigNumber: bytes += text.utf8
            default: writeString(text)
            }
        }

        private mutating func writeString(_ text: String) {
            bytes.append(UInt8(ascii: "\""))
            var text = text
            text.withUTF8 { writeEscaped($0) }
            bytes.append(UInt8(ascii: "\""))
        }

        private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
            var run = 0
            for (place, byte) in text.enumerated() {
                guard mustBeEscaped(byte, after: place > 0 ? text[place - 1] : 0) else { continue }
                // U+0080 to U+009F, which some terminals obey, are two bytes: C2 and this one.
                let start = byte >= 0x80 ? place - 1 : place
                bytes += text[run..<start]
                writeEscape(byte)
                run = place + 1
            }
            bytes += text[run...]
        }

        private func mustBeEscaped(_ byte: UInt8, after previous: UInt8) -> Bool {
            byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
                || (previous == 0xC2 && (0x80..<0xA0).contains(byte))
        }

        private mutating func writeEscape(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case 0x08: bytes += "\\b".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0D: bytes += "\\r".utf8
            default:
                bytes += "\\u00".utf8
                let digits = Array("0123456789abcdef".utf8)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
    }
}
