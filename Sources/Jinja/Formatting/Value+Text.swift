extension Value {
    /// Python's `str()`: what `{{ value }}` prints.
    public func text() throws(JinjaError) -> String {
        switch self {
        case .string(let value): return value
        case .undefined(let undefined):
            try undefined.checkUse()
            return ""
        case .object(let object): return try object.text()
        default: return try representation()
        }
    }

    /// Python's `repr()`: strings in quotes.
    public func representation() throws(JinjaError) -> String {
        var text = ""
        try represent(into: &text, inside: [])
        return text
    }

    private func represent(
        into text: inout String, inside outer: [ObjectIdentifier]
    ) throws(JinjaError) {
        switch self {
        case .undefined: text += "Undefined"
        case .none: text += "None"
        case .bool(let value): text += value ? "True" : "False"
        case .int(let value): text += String(value)
        case .double(let value): text += PythonFloat.text(value)
        case .string(let value): text += PythonString.representation(value)
        case .list(let list):
            try Self.enter(list, outer, &text, "[...]") { (text, outer) throws(JinjaError) in
                text += "["
                try Self.join(list.elements, into: &text, inside: outer)
                text += "]"
            }
        case .tuple(let tuple):
            try Self.enter(tuple, outer, &text, "(...)") { (text, outer) throws(JinjaError) in
                let elements = tuple.elements
                text += "("
                try Self.join(elements, into: &text, inside: outer)
                text += elements.count == 1 ? ",)" : ")"
            }
        case .dict(let dict):
            let form = dict.isOrdered ? "..." : "{...}"
            try Self.enter(dict, outer, &text, form) { (text, outer) throws(JinjaError) in
                if dict.isOrdered {
                    let pairs = Value(dict.entries.map { Value(tuple: [$0.key, $0.value]) })
                    text += "OrderedDict("
                    if dict.count > 0 { try pairs.represent(into: &text, inside: outer) }
                    text += ")"
                    return
                }
                text += "{"
                for (index, entry) in dict.entries.enumerated() {
                    if index > 0 { text += ", " }
                    try entry.key.represent(into: &text, inside: outer)
                    text += ": "
                    try entry.value.represent(into: &text, inside: outer)
                }
                text += "}"
            }
        case .callable(let callable):
            text += callable.isMacro ? "<Macro '\(callable.name)'>" : "<function \(callable.name)>"
        case .object(let object): text += try object.representation()
        }
    }

    /// Prints a container unless it is printed already around this place; ends with an error
    /// where the nesting or the length would not end.
    private static func enter(
        _ container: AnyObject, _ outer: [ObjectIdentifier], _ text: inout String,
        _ abbreviation: String,
        _ body: (inout String, [ObjectIdentifier]) throws(JinjaError) -> Void
    ) throws(JinjaError) {
        let identity = ObjectIdentifier(container)
        if outer.contains(identity) {
            text += abbreviation
            return
        }
        guard outer.count < 100 else {
            throw JinjaError(.limit, "a value nested deeper than 100 levels cannot be printed")
        }
        guard text.utf8.count < 256 << 20 else {
            throw JinjaError(.limit, "the printed value is longer than 256 MiB")
        }
        try body(&text, outer + [identity])
    }

    private static func join(
        _ elements: [Value], into text: inout String, inside outer: [ObjectIdentifier]
    ) throws(JinjaError) {
        for (index, element) in elements.enumerated() {
            if index > 0 { text += ", " }
            try element.represent(into: &text, inside: outer)
        }
    }
}
