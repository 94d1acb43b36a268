/// Values as JSON, laid out as Python's `json.dumps` does.
public enum JSON {
    /// The JSON of a value.
    ///
    /// - Parameters:
    ///   - indent: blanks a level; `nil` for one line.
    ///   - sortsKeys: whether the keys of dicts are sorted; default: yes, as Jinja's `tojson`.
    /// - Throws: `.type` for what JSON has no form of, `.limit` for nesting without end.
    public static func text(
        of value: Value, indent: Int? = nil, sortsKeys: Bool = true
    ) throws(JinjaError) -> String {
        if let indent, indent > 1000 { throw JinjaError(.limit, "an indent above 1000") }
        var writer = Writer(indent: indent, sortsKeys: sortsKeys)
        try writer.write(value, depth: 0)
        return writer.text
    }

    private struct Writer {
        let indent: Int?
        let sortsKeys: Bool
        var text = ""

        mutating func write(_ value: Value, depth: Int) throws(JinjaError) {
            guard depth < 100 else {
                throw JinjaError(.limit, "a value nested deeper than 100 levels has no JSON here")
            }
            guard text.utf8.count < 256 << 20 else {
                throw JinjaError(.limit, "the JSON is longer than 256 MiB")
            }
            switch value {
            case .none: text += "null"
            case .bool(let value): text += value ? "true" : "false"
            case .int(let value): text += String(value)
            case .double(let value):
                text +=
                    value.isNaN
                    ? "NaN"
                    : value.isInfinite
                        ? (value < 0 ? "-Infinity" : "Infinity") : PythonFloat.text(value)
            case .string(let value): quote(value)
            case .list(let list): try write(list.elements, depth: depth)
            case .tuple(let tuple): try write(tuple.elements, depth: depth)
            case .dict(let dict): try write(dict, depth: depth)
            case .object(let object as LongInteger): text += object.value.description
            case .object(let object):
                guard let inner = try object.jsonValue() else { throw unserializable(value) }
                try write(inner, depth: depth + 1)
            case .undefined(let undefined):
                try undefined.checkUse()
                throw unserializable(value)
            case .callable: throw unserializable(value)
            }
        }

        private func unserializable(_ value: Value) -> JinjaError {
            JinjaError(.type, "Object of type \(value.typeName) is not JSON serializable")
        }

        private mutating func write(_ elements: [Value], depth: Int) throws(JinjaError) {
            guard !elements.isEmpty else {
                text += "[]"
                return
            }
            text += "["
            for (index, element) in elements.enumerated() {
                separate(index, depth + 1)
                try write(element, depth: depth + 1)
            }
            newLine(depth)
            text += "]"
        }

        private mutating func write(_ dict: Dict, depth: Int) throws(JinjaError) {
            var entries = dict.entries
            if sortsKeys {
                var pairs = entries.map { Value(tuple: [$0.key, $0.value]) }
                try pairs.sortStably(reversed: false) { (pair) throws(JinjaError) in
                    pair.elements?[0] ?? .none
                }
                entries = pairs.map { ($0.elements?[0] ?? .none, $0.elements?[1] ?? .none) }
            }
            guard !entries.isEmpty else {
                text += "{}"
                return
            }
            text += "{"
            for (index, entry) in entries.enumerated() {
                separate(index, depth + 1)
                quote(try key(entry.key))
                text += ": "
                try write(entry.value, depth: depth + 1)
            }
            newLine(depth)
            text += "}"
        }

        private func key(_ key: Value) throws(JinjaError) -> String {
            switch key {
            case .string(let text): text
            case .bool(let value): value ? "true" : "false"
            case .none: "null"
            case .int, .double, .object(is LongInteger): try key.text()
            default:
                throw JinjaError(
                    .type, "keys must be str, int, float, bool or None, not \(key.typeName)")
            }
        }

        private mutating func separate(_ index: Int, _ depth: Int) {
            if index > 0 { text += indent == nil ? ", " : "," }
            newLine(depth)
        }

        private mutating func newLine(_ depth: Int) {
            guard let indent else { return }
            text += "\n" + String(repeating: " ", count: max(0, indent) * depth)
        }

        private mutating func quote(_ string: String) {
            text += "\""
            for scalar in string.unicodeScalars {
                switch scalar {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case "\n": text += "\\n"
                case "\r": text += "\\r"
                case "\t": text += "\\t"
                case "\u{8}": text += "\\b"
                case "\u{C}": text += "\\f"
                case " "..."~": text.unicodeScalars.append(scalar)
                default:
                    for unit in String(scalar).utf16 {
                        text += "\\u" + PythonString.hex(UInt32(unit), width: 4)
                    }
                }
            }
            text += "\""
        }
    }
}
