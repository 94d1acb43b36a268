extension Methods {
    typealias StringMethod = @Sendable (String, Arguments) throws(JinjaError) -> Value

    static let string: [String: StringMethod] = [
        "upper": { (s, _) throws(JinjaError) in .string(s.uppercased()) },
        "lower": { (s, _) throws(JinjaError) in .string(s.lowercased()) },
        "casefold": { (s, _) throws(JinjaError) in .string(s.lowercased()) },
        "capitalize": { (s, _) throws(JinjaError) in .string(PythonString.capitalized(s)) },
        "title": { (s, _) throws(JinjaError) in .string(PythonString.titled(s)) },
        "swapcase": { (s, _) throws(JinjaError) in .string(PythonString.swappedCase(s)) },
        "strip": { (s, a) throws(JinjaError) in
            .string(PythonString.strip(s, try a.string("chars", at: 0)))
        },
        "lstrip": { (s, a) throws(JinjaError) in
            .string(PythonString.strip(s, try a.string("chars", at: 0), right: false))
        },
        "rstrip": { (s, a) throws(JinjaError) in
            .string(PythonString.strip(s, try a.string("chars", at: 0), left: false))
        },
        "split": { (s, a) throws(JinjaError) in try split(s, a, fromRight: false) },
        "rsplit": { (s, a) throws(JinjaError) in try split(s, a, fromRight: true) },
        "splitlines": { (s, a) throws(JinjaError) in
            Value(PythonString.lines(s, keepsEnds: try a.bool("keepends", at: 0) ?? false))
        },
        "partition": { (s, a) throws(JinjaError) in try partition(s, a, fromRight: false) },
        "rpartition": { (s, a) throws(JinjaError) in try partition(s, a, fromRight: true) },
        "join": join,
        "replace": { (s, a) throws(JinjaError) in
            .string(
                try PythonString.replace(
                    try text(a, "old", 0), with: try text(a, "new", 1), in: s,
                    limit: try a.int("count", at: 2) ?? -1, limits: a.limits))
        },
        "startswith": { (s, a) throws(JinjaError) in
            try anyOf(a) { s.utf8.starts(with: $0.utf8) }
        },
        "endswith": { (s, a) throws(JinjaError) in
            try anyOf(a) { s.utf8.reversed().starts(with: $0.utf8.reversed()) }
        },
        "removeprefix": { (s, a) throws(JinjaError) in
            let prefix = try text(a, "prefix", 0)
            return .string(
                s.utf8.starts(with: prefix.utf8)
                    ? String(s.unicodeScalars.dropFirst(PythonString.count(prefix))) : s)
        },
        "removesuffix": { (s, a) throws(JinjaError) in
            let suffix = try text(a, "suffix", 0)
            return .string(
                s.utf8.reversed().starts(with: suffix.utf8.reversed())
                    ? String(s.unicodeScalars.dropLast(PythonString.count(suffix))) : s)
        },
        "find": { (s, a) throws(JinjaError) in .int(try find(s, a, fromRight: false)) },
        "rfind": { (s, a) throws(JinjaError) in .int(try find(s, a, fromRight: true)) },
        "index": { (s, a) throws(JinjaError) in
            let place = try find(s, a, fromRight: false)
            guard place >= 0 else { throw JinjaError(.value, "substring not found") }
            return .int(place)
        },
        "count": { (s, a) throws(JinjaError) in
            let part = try text(a, "sub", 0)
            return .int(
                part.isEmpty
                    ? PythonString.count(s) + 1 : PythonString.split(s, by: part).count - 1)
        },
        "format": { (s, a) throws(JinjaError) in .string(try BraceFormat.apply(s, a)) },
        "center": { (s, a) throws(JinjaError) in
            .string(
                try PythonString.center(
                    s, width: try a.int("width", at: 0) ?? 0,
                    fill: try a.string("fillchar", at: 1) ?? " ", limits: a.limits))
        },
        "ljust": { (s, a) throws(JinjaError) in .string(s + (try padding(s, a))) },
        "rjust": { (s, a) throws(JinjaError) in .string(try padding(s, a) + s) },
        "zfill": zeroFill,
        "isdigit": { (s, _) throws(JinjaError) in
            all(s) { $0.properties.numericType == .decimal || $0.properties.numericType == .digit }
        },
        "isnumeric": { (s, _) throws(JinjaError) in all(s) { $0.properties.numericType != nil } },
        "isdecimal": { (s, _) throws(JinjaError) in
            all(s) { $0.properties.numericType == .decimal }
        },
        "isalpha": { (s, _) throws(JinjaError) in all(s) { $0.properties.isAlphabetic } },
        "isalnum": { (s, _) throws(JinjaError) in
            all(s) { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        },
        "isspace": { (s, _) throws(JinjaError) in all(s, PythonString.isSpace) },
        "isupper": { (s, _) throws(JinjaError) in .bool(PythonString.isCased(s, upper: true)) },
        "islower": { (s, _) throws(JinjaError) in .bool(PythonString.isCased(s, upper: false)) },
        "istitle": { (s, _) throws(JinjaError) in .bool(PythonString.isTitle(s)) },
        "expandtabs": { (s, a) throws(JinjaError) in
            let size = try a.int("tabsize", at: 0) ?? 8
            try a.limits.check(bytes: s.utf8.count, times: max(size, 1))
            return .string(PythonString.expandingTabs(s, size: size))
        },
        "isidentifier": { (s, _) throws(JinjaError) in
            .bool(
                s.unicodeScalars.first.map { $0 == "_" || $0.properties.isAlphabetic } == true
                    && s.unicodeScalars.allSatisfy(PythonString.isWord))
        },
        "isascii": { (s, _) throws(JinjaError) in .bool(s.utf8.allSatisfy { $0 < 0x80 }) },
        "encode": { (_, _) throws(JinjaError) in
            throw JinjaError(.unsupported, "templates have no bytes: encode() is refused")
        },
    ]

    private static func all(_ text: String, _ test: (Unicode.Scalar) -> Bool) -> Value {
        .bool(!text.isEmpty && text.unicodeScalars.allSatisfy(test))
    }

    static func text(
        _ a: Arguments, _ name: String, _ index: Int
    ) throws(JinjaError) -> String {
        guard let text = try a.string(name, at: index) else {
            throw JinjaError(.argument, "missing argument '\(name)'")
        }
        return text
    }

    /// Whether a test holds for a string or for one of a tuple of strings.
    private static func anyOf(
        _ a: Arguments, _ test: (String) -> Bool
    ) throws(JinjaError) -> Value {
        let parts: [Value]
        switch try a.required("prefix", at: 0) {
        case .tuple(let tuple): parts = tuple.elements
        case let value: parts = [value]
        }
        for part in parts {
            guard case .string(let text) = part else {
                throw JinjaError(
                    .type, "argument must be str or a tuple of str, not \(part.typeName)")
            }
            if test(text) { return .bool(true) }
        }
        return .bool(false)
    }
}
