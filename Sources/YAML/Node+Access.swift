extension YAML.Node {
    /// Whether the node is null.
    public var isNull: Bool { value == .null }

    /// The value of a string key; `nil` when the node is no mapping or has no such key.
    public subscript(name: String) -> YAML.Node? {
        if case .mapping(let mapping) = value { mapping[name] } else { nil }
    }

    /// The element at an index; `nil` when the node is no sequence or the index is outside it.
    public subscript(index: Int) -> YAML.Node? {
        if case .sequence(let elements) = value, elements.indices.contains(index) {
            elements[index]
        } else {
            nil
        }
    }

    /// The mapping the node is, or an error that says what it is instead.
    public func mapping() throws(YAMLError) -> YAML.Mapping {
        if case .mapping(let mapping) = value { return mapping }
        throw unexpected("a mapping")
    }

    /// The elements of the sequence the node is.
    public func sequence() throws(YAMLError) -> [YAML.Node] {
        if case .sequence(let elements) = value { return elements }
        throw unexpected("a sequence")
    }

    /// The string the node is; a number or a boolean is refused, see ``text()``.
    public func string() throws(YAMLError) -> String {
        if case .string(let string) = value { return string }
        throw unexpected("a string")
    }

    /// The text of any scalar as it was written: `1.10` gives "1.10". Null is refused.
    public func text() throws(YAMLError) -> String {
        switch value {
        case .string(let string): return string
        case .bool(let bool): return source ?? (bool ? "true" : "false")
        case .int(let int): return source ?? String(int)
        case .double(let double): return source ?? YAML.Emitter.number(double)
        case .null, .sequence, .mapping: throw unexpected("a text")
        }
    }

    /// The integer the node is.
    public func int() throws(YAMLError) -> Int {
        if case .int(let int) = value { return int }
        throw unexpected("an integer")
    }

    /// The number the node is; integers are taken too.
    public func double() throws(YAMLError) -> Double {
        switch value {
        case .double(let double): return double
        case .int(let int): return Double(int)
        default: throw unexpected("a number")
        }
    }

    /// The boolean the node is.
    public func bool() throws(YAMLError) -> Bool {
        if case .bool(let bool) = value { return bool }
        throw unexpected("true or false")
    }

    /// A list of strings, or one string standing for a list of one, as dbt takes tags.
    public func strings() throws(YAMLError) -> [String] {
        if case .string(let string) = value { return [string] }
        guard case .sequence(let elements) = value else {
            throw unexpected("a string or a list of strings")
        }
        var strings: [String] = []
        for element in elements { strings.append(try element.string()) }
        return strings
    }

    /// The value of a key that must be there.
    public func required(_ name: String) throws(YAMLError) -> YAML.Node {
        guard let node = try mapping()[name] else {
            throw YAMLError(.missingKey, "the key '\(name)' is missing here", position)
        }
        return node
    }

    /// What the node is, in words: "a mapping", "the string 'x'".
    public var kind: String {
        switch value {
        case .null: "nothing"
        case .bool: "a boolean"
        case .int: "an integer"
        case .double: "a number"
        case .string: "a string"
        case .sequence: "a sequence"
        case .mapping: "a mapping"
        }
    }

    private func unexpected(_ expected: String) -> YAMLError {
        YAMLError(.type, "expected \(expected) here, found \(kind)", position)
    }
}
