extension Methods {
    static func split(
        _ text: String, _ a: Arguments, fromRight: Bool
    ) throws(JinjaError) -> Value {
        let separator = try a.string("sep", at: 0)
        let limit = try a.int("maxsplit", at: 1) ?? -1
        if separator == "" { throw JinjaError(.value, "empty separator") }
        var parts: [String]
        if !fromRight || limit < 0 {
            parts =
                separator.map { PythonString.split(text, by: $0, limit: limit) }
                ?? PythonString.words(text, limit: limit)
        } else {
            // From the right is from the left of the mirrored text.
            let mirrored = mirror(text)
            parts =
                separator.map { PythonString.split(mirrored, by: mirror($0), limit: limit) }
                ?? PythonString.words(mirrored, limit: limit)
            parts = parts.reversed().map(mirror)
        }
        try a.limits.check(elements: parts.count)
        return Value(parts)
    }

    private static func mirror(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.reversed()))
    }

    static func partition(
        _ text: String, _ a: Arguments, fromRight: Bool
    ) throws(JinjaError) -> Value {
        let separator = try self.text(a, "sep", 0)
        guard !separator.isEmpty else { throw JinjaError(.value, "empty separator") }
        let parts = PythonString.split(text, by: separator)
        let triple: [String]
        if parts.count == 1 {
            triple = fromRight ? ["", "", text] : [text, "", ""]
        } else if fromRight {
            triple = [
                parts.dropLast().joined(separator: separator), separator, parts[parts.count - 1],
            ]
        } else {
            triple = [parts[0], separator, parts.dropFirst().joined(separator: separator)]
        }
        return Value(tuple: triple.map { .string($0) })
    }

    @Sendable static func join(_ text: String, _ a: Arguments) throws(JinjaError) -> Value {
        var result = ""
        for (index, element) in try a.required("iterable", at: 0).iterated().enumerated() {
            guard case .string(let part) = element else {
                throw JinjaError(
                    .type,
                    "sequence item \(index): expected str instance, \(element.typeName) found")
            }
            if index > 0 { result += text }
            result += part
            try a.limits.check(bytes: result.utf8.count)
        }
        return .string(result)
    }

    /// Where a part starts, in code points; -1 when it does not occur.
    static func find(
        _ text: String, _ a: Arguments, fromRight: Bool
    ) throws(JinjaError) -> Int {
        let part = Array(try self.text(a, "sub", 0).unicodeScalars)
        let scalars = Array(text.unicodeScalars)
        func bound(_ value: Int?, open: Int) -> Int {
            guard let value else { return open }
            return value < 0 ? max(0, value + scalars.count) : min(value, scalars.count + 1)
        }
        let start = bound(try a.int("start", at: 1), open: 0)
        let end = min(bound(try a.int("end", at: 2), open: scalars.count), scalars.count)
        guard start + part.count <= end else { return -1 }
        let places = start...(end - part.count)
        func matches(_ place: Int) -> Bool {
            scalars[place..<place + part.count].elementsEqual(part)
        }
        return (fromRight ? places.last(where: matches) : places.first(where: matches)) ?? -1
    }

    static func padding(_ text: String, _ a: Arguments) throws(JinjaError) -> String {
        let width = try a.int("width", at: 0) ?? 0
        let missing = max(0, width - PythonString.count(text))
        try a.limits.check(bytes: missing)
        return String(repeating: try a.string("fillchar", at: 1) ?? " ", count: missing)
    }

    @Sendable static func zeroFill(_ text: String, _ a: Arguments) throws(JinjaError) -> Value {
        let width = try a.int("width", at: 0) ?? 0
        let missing = max(0, width - PythonString.count(text))
        try a.limits.check(bytes: missing)
        let zeros = String(repeating: "0", count: missing)
        let hasSign = text.hasPrefix("-") || text.hasPrefix("+")
        return .string(hasSign ? text.prefix(1) + zeros + text.dropFirst() : zeros + text)
    }
}
