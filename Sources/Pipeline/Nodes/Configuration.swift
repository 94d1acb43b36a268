public import Jinja

/// The configuration of a node: what the project file, the properties file and the node's own
/// `config()` say, the later winning over the earlier.
public struct Configuration: Sendable {
    /// Every value by its key; hooks are under `pre-hook` and `post-hook`.
    public private(set) var values: [String: Value] = [:]

    /// A configuration without any value.
    public init() {}

    /// The value of a key.
    public subscript(key: String) -> Value? { values[Self.canonical(key)] }

    /// Adds a layer: lists of tags and hooks grow, meta and column types are merged, everything
    /// else is replaced.
    mutating func add(_ key: String, _ value: Value) {
        let key = Self.canonical(key)
        switch key {
        case "tags", "packages":
            values[key] = Value(Self.list(values[key]) + Self.list(value))
        case "pre-hook", "post-hook":
            // None is no statement, and refused as such later.
            values[key] = Value(Self.list(values[key]) + (value.elements ?? [value]))
        case "meta", "column_types", "persist_docs", "quoting", "docs", "grants":
            guard let old = values[key]?.dict, let new = value.dict else { fallthrough }
            let merged = Dict(old.entries.map { ($0.key, $0.value) })
            for entry in new.entries { merged[entry.key] = entry.value }
            values[key] = .dict(merged)
        default:
            values[key] = value
        }
    }

    /// Adds all values of a layer, in alphabetical order of their keys.
    mutating func add(_ layer: [String: Value]) {
        for key in layer.keys.sorted() { add(key, layer[key] ?? .none) }
    }

    private static func canonical(_ key: String) -> String {
        switch key {
        case "pre_hook": "pre-hook"
        case "post_hook": "post-hook"
        default: key
        }
    }

    private static func list(_ value: Value?) -> [Value] {
        switch value {
        case nil, .some(.none), .some(.undefined): []
        case let value?: value.elements ?? [value]
        }
    }
}

extension Configuration {
    /// A text, or nil when it is not given or null.
    func string(_ key: String) throws(PipelineError) -> String? {
        switch self[key] {
        case nil, .some(.none), .some(.undefined): return nil
        case .string(let text)?: return text
        case .int(let number)?: return String(number)
        case .some:
            throw PipelineError(.configuration, "the config '\(key)' must be a string")
        }
    }

    /// A truth value; the texts `true` and `false` in any case count as such.
    func bool(_ key: String) throws(PipelineError) -> Bool? {
        switch self[key] {
        case nil, .some(.none), .some(.undefined): return nil
        case .bool(let flag)?: return flag
        case .string(let text)?:
            switch text.lowercased() {
            case "true", "yes", "1": return true
            case "false", "no", "0", "": return false
            default: break
            }
        case .int(0)?: return false
        case .int(1)?: return true
        default: break
        }
        throw PipelineError(.configuration, "the config '\(key)' must be true or false")
    }

    /// A whole number.
    func int(_ key: String) throws(PipelineError) -> Int? {
        switch self[key] {
        case nil, .some(.none), .some(.undefined): return nil
        case .int(let number)?: return number
        case .string(let text)?:
            if let number = Int(text) { return number }
        default: break
        }
        throw PipelineError(.configuration, "the config '\(key)' must be a whole number")
    }

    /// A list of texts, or one text standing for a list of one.
    func strings(_ key: String) throws(PipelineError) -> [String] {
        var strings: [String] = []
        for value in Self.list(self[key]) {
            guard let text = value.string else {
                throw PipelineError(
                    .configuration, "the config '\(key)' must be a string or a list of strings")
            }
            strings.append(text)
        }
        return strings
    }

    /// A list, or one value standing for a list of one, each as Python writes it.
    func texts(_ key: String) -> [String] { Self.list(self[key]).map(\.pythonText) }

    /// A value as Python writes it; nil when it is not given or null.
    func text(_ key: String) -> String? {
        self[key].flatMap { $0.isNone || $0.isUndefined ? nil : $0.pythonText }
    }

    /// The names and texts of a mapping, in its order.
    func mapping(_ key: String) throws(PipelineError) -> [(key: String, value: Value)] {
        switch self[key] {
        case nil, .some(.none), .some(.undefined): return []
        case .dict(let dict)?:
            var entries: [(key: String, value: Value)] = []
            for entry in dict.entries {
                guard let name = entry.key.string else { continue }
                entries.append((name, entry.value))
            }
            return entries
        case .some:
            throw PipelineError(.configuration, "the config '\(key)' must be a mapping")
        }
    }
}
