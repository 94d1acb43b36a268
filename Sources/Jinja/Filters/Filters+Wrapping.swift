extension Builtins {
    static let wrappingFilters: [String: Callable.Body] = [
        "indent": indent,
        "wordwrap": wordWrap,
    ]

    @Sendable private static func indent(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["s", "width", "first", "blank"], in: "indent")
        let text = try a.subjectString("indent")
        let margin: String
        switch try a.value("width", at: 1) ?? .int(4) {
        case .string(let string): margin = string
        case let value:
            guard let width = value.integral else {
                throw JinjaError(.type, "indent: width must be an integer or a string")
            }
            try a.limits.check(bytes: width)
            margin = String(repeating: " ", count: max(0, width))
        }
        let marksFirst = try a.bool("first", at: 2) ?? false
        let marksBlank = try a.bool("blank", at: 3) ?? false
        let lines = PythonString.lines(text + "\n")
        try a.limits.check(bytes: text.utf8.count + lines.count * margin.utf8.count)
        var result = marksFirst ? margin : ""
        for (index, line) in lines.enumerated() {
            if index > 0 { result += "\n" + (marksBlank || !line.isEmpty ? margin : "") }
            result += line
        }
        return .string(result)
    }

    @Sendable private static func wordWrap(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(
            ["s", "width", "break_long_words", "wrapstring", "break_on_hyphens"], in: "wordwrap")
        let width = try a.int("width", at: 1) ?? 79
        guard width > 0 else { throw JinjaError(.value, "wordwrap: the width must be positive") }
        let wrapper = TextWrapper(
            width: width, breaksLongWords: try a.bool("break_long_words", at: 2) ?? true,
            breaksOnHyphens: try a.bool("break_on_hyphens", at: 4) ?? true)
        let separator = try a.string("wrapstring", at: 3) ?? "\n"
        let lines = PythonString.lines(try a.subjectString("wordwrap")).map {
            wrapper.wrap($0).joined(separator: separator)
        }
        return .string(lines.joined(separator: separator))
    }
}

extension PythonString {
    /// Python's `splitlines()`: a break at the end starts no further line.
    static func lines(_ string: String, keepsEnds: Bool = false) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var isOpen = false
        var scalars = string.unicodeScalars.makeIterator()
        var pending = scalars.next()
        while let scalar = pending {
            pending = scalars.next()
            guard isBreak(scalar) else {
                line.append(scalar)
                isOpen = true
                continue
            }
            if keepsEnds { line.append(scalar) }
            if scalar == "\r", pending == "\n" {
                if keepsEnds { line.append("\n") }
                pending = scalars.next()
            }
            lines.append(String(line))
            line = String.UnicodeScalarView()
            isOpen = false
        }
        if isOpen { lines.append(String(line)) }
        return lines
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}
