extension Builtins {
    static let escapingFilters: [String: Callable.Body] = [
        "escape": escape, "e": escape, "forceescape": escape,
        "striptags": { (a) throws(JinjaError) in .string(Markup.stripTags(try a.subjectText())) },
        "urlencode": urlEncode,
        "xmlattr": xmlAttributes,
    ]

    @Sendable private static func escape(_ a: Arguments) throws(JinjaError) -> Value {
        .string(Markup.escape(try a.subjectText()))
    }

    @Sendable private static func urlEncode(_ a: Arguments) throws(JinjaError) -> Value {
        let pairs: [(Value, Value)]
        switch a.subject {
        case .dict(let dict): pairs = dict.entries.map { ($0.key, $0.value) }
        case .list, .tuple, .object:
            var found: [(Value, Value)] = []
            for pair in try a.subject.iterated() {
                let parts = try pair.iterated()
                guard parts.count == 2 else {
                    throw JinjaError(.value, "urlencode takes a text, a mapping or pairs")
                }
                found.append((parts[0], parts[1]))
            }
            pairs = found
        default: return .string(Markup.percentEncode(try a.subjectText(), keeping: "/"))
        }
        var parts: [String] = []
        for (key, value) in pairs {
            parts.append(
                Markup.queryEncode(try key.text()) + "=" + Markup.queryEncode(try value.text()))
        }
        return .string(parts.joined(separator: "&"))
    }

    @Sendable private static func xmlAttributes(_ a: Arguments) throws(JinjaError) -> Value {
        guard case .dict(let dict) = a.subject else {
            throw JinjaError(.type, "xmlattr takes a mapping, not \(a.subject.typeName)")
        }
        var parts: [String] = []
        for (key, value) in dict.entries where !value.isNone && !value.isUndefined {
            let name = try key.text()
            if name.unicodeScalars.contains(where: {
                PythonString.isSpace($0) || "/>=".unicodeScalars.contains($0)
            }) {
                throw JinjaError(.value, "Invalid character in attribute name: '\(name)'")
            }
            parts.append(Markup.escape(name) + "=\"" + Markup.escape(try value.text()) + "\"")
        }
        let text = parts.joined(separator: " ")
        return .string(try a.bool("autospace", at: 1) != false && !text.isEmpty ? " " + text : text)
    }
}
