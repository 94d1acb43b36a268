extension Builtins {
    static let textFilters: [String: Callable.Body] = [
        "upper": { (a) throws(JinjaError) in .string(try a.subjectText().uppercased()) },
        "lower": { (a) throws(JinjaError) in .string(try a.subjectText().lowercased()) },
        "capitalize": { (a) throws(JinjaError) in
            .string(PythonString.capitalized(try a.subjectText()))
        },
        "title": { (a) throws(JinjaError) in .string(title(try a.subjectText())) },
        "string": { (a) throws(JinjaError) in .string(try a.subjectText()) },
        "safe": { (a) throws(JinjaError) in .string(try a.subjectText()) },
        "trim": { (a) throws(JinjaError) in
            .string(PythonString.strip(try a.subjectText(), try a.string("chars", at: 1)))
        },
        "center": { (a) throws(JinjaError) in
            .string(
                try PythonString.center(
                    try a.subjectText(), width: try a.int("width", at: 1) ?? 80, limits: a.limits))
        },
        "replace": replace,
        "format": format,
        "wordcount": { (a) throws(JinjaError) in .int(wordCount(try a.subjectText())) },
        "truncate": truncate,
        "reverse": { (a) throws(JinjaError) in
            if case .string(let string) = a.subject {
                return .string(String(String.UnicodeScalarView(string.unicodeScalars.reversed())))
            }
            let elements: [Value] = try a.subject.iterated().reversed()
            // Python reverses a generator by making a list of it.
            if case .object(let object) = a.subject, try object.count() == nil {
                return Value(elements)
            }
            return .generator(elements)
        },
    ]

    @Sendable private static func replace(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["s", "old", "new", "count"], in: "replace")
        let old = try a.required("old", at: 1).text()
        let new = try a.required("new", at: 2).text()
        return .string(
            try PythonString.replace(
                old, with: new, in: try a.subjectText(), limit: try a.int("count", at: 3) ?? -1,
                limits: a.limits))
    }

    @Sendable private static func format(_ a: Arguments) throws(JinjaError) -> Value {
        let text = try a.subjectText()
        guard a.named.isEmpty || a.rest.isEmpty else {
            throw JinjaError(.argument, "format takes arguments by place or by name, not both")
        }
        let values: Value =
            a.named.isEmpty
            ? Value(tuple: Array(a.rest))
            : .dict(Dict(a.named.map { (.string($0.name), $0.value) }))
        return .string(try PercentFormat.apply(text, values, limits: a.limits))
    }

    /// Upper case after blanks and opening brackets, lower case elsewhere.
    private static func title(_ text: String) -> String {
        var result = ""
        var isStart = true
        for scalar in text.unicodeScalars {
            if "-({[<".unicodeScalars.contains(scalar) || PythonString.isSpace(scalar) {
                result.unicodeScalars.append(scalar)
                isStart = true
            } else {
                result +=
                    isStart
                    ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
                isStart = false
            }
        }
        return result
    }

    /// Runs of letters, digits and underscores.
    private static func wordCount(_ text: String) -> Int {
        var count = 0
        var isInside = false
        for scalar in text.unicodeScalars {
            let isWord = PythonString.isWord(scalar)
            if isWord, !isInside { count += 1 }
            isInside = isWord
        }
        return count
    }

    @Sendable private static func truncate(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["s", "length", "killwords", "end", "leeway"], in: "truncate")
        if case .undefined = a.subject { return "" }
        let length = try a.int("length", at: 1) ?? 255
        if a.subject.elements != nil || a.subject.dict != nil, try a.subject.length() <= length {
            return a.subject
        }
        let text = try a.subjectString("truncate")
        let end = try a.string("end", at: 3) ?? "..."
        let leeway = try a.int("leeway", at: 4) ?? 5
        let kept = length - PythonString.count(end)
        guard kept >= 0 else {
            throw JinjaError(.value, "truncate: length must be at least that of the end mark")
        }
        guard leeway >= 0 else { throw JinjaError(.value, "truncate: leeway must not be negative") }
        let scalars = Array(text.unicodeScalars)
        if scalars.count - leeway <= length { return .string(text) }
        var head = scalars.prefix(kept)
        if try a.bool("killwords", at: 2) != true, let space = head.lastIndex(of: " ") {
            head = head.prefix(upTo: space)
        }
        return .string(String(String.UnicodeScalarView(head)) + end)
    }
}
