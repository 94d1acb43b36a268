import Hashing
internal import Jinja
internal import YAML

/// The functions on plain data that dbt adds to Jinja.
enum DataFunctions {
    static func value(_ name: String) -> Value? { functions[name] }

    static let functions: [String: Value] = [
        "tojson": .function("tojson") { (arguments) throws(JinjaError) in
            let value = try arguments.required("value", at: 0)
            let sorted = try arguments.bool("sort_keys", at: 2) ?? false
            do throws(JinjaError) {
                return .string(try JSON.text(of: value, sortsKeys: sorted))
            } catch {
                // As Python, which takes the default for a circle only.
                if error.code == .type { throw error }
                return try arguments.value("default", at: 1) ?? .none
            }
        },
        "fromjson": .function("fromjson") { (arguments) throws(JinjaError) in
            let text = try arguments.string("string", at: 0) ?? ""
            if let value = JSONText.read(text) { return value }
            return try arguments.value("default", at: 1) ?? .none
        },
        "toyaml": .function("toyaml") { (arguments) throws(JinjaError) in
            let value = try arguments.required("value", at: 0)
            guard let node = YAML.Node(template: value) else {
                return try arguments.value("default", at: 1) ?? .none
            }
            return .string(YAML.emit(node))
        },
        "fromyaml": .function("fromyaml") { (arguments) throws(JinjaError) in
            let text = try arguments.string("value", at: 0) ?? ""
            guard let node = try? YAML.parse(text, file: "fromyaml") else {
                return try arguments.value("default", at: 1) ?? .none
            }
            return Value(node)
        },
        "set": set("set"), "set_strict": set("set_strict"),
        "zip": zipped("zip"), "zip_strict": zipped("zip_strict"),
        "local_md5": .function("local_md5") { (arguments) throws(JinjaError) in
            .string(MD5.hexadecimal(try arguments.required("value", at: 0).text()))
        },
    ]

    /// The elements of a value that can be walked; nil for others.
    private static func elements(_ value: Value) throws(JinjaError) -> [Value]? {
        switch value {
        case .list, .tuple: value.elements
        case .dict(let dict): dict.keys
        case .string(let text): text.map { .string(String($0)) }
        case .object(let object): try object.elements()
        default: nil
        }
    }

    /// Each value once, in the order of the first.
    private static func set(_ name: String) -> Value {
        .function(name) { (arguments) throws(JinjaError) in
            guard let elements = try elements(try arguments.required("value", at: 0)) else {
                if name == "set_strict" {
                    throw JinjaError(.type, "set_strict() takes a list")
                }
                return try arguments.value("default", at: 1) ?? .none
            }
            return .object(SetObject(elements))
        }
    }

    /// The first elements of all lists, then the second… to the end of the shortest.
    private static func zipped(_ name: String) -> Value {
        .function(name) { (arguments) throws(JinjaError) in
            var lists: [[Value]] = []
            for argument in arguments.positional {
                guard let list = try elements(argument) else {
                    if name == "zip_strict" {
                        throw JinjaError(.type, "zip_strict() takes lists")
                    }
                    return arguments["default"] ?? .none
                }
                lists.append(list)
            }
            let count = lists.map(\.count).min() ?? 0
            return Value((0..<count).map { index in Value(tuple: lists.map { $0[index] }) })
        }
    }
}

extension YAML.Node {
    /// A value as YAML; nil for functions and objects.
    init?(template value: Jinja.Value) {
        switch value {
        case .none: self.init(.null)
        case .bool(let flag): self.init(.bool(flag))
        case .int(let number): self.init(.int(number))
        case .double(let number): self.init(.double(number))
        case .string(let text): self.init(.string(text))
        case .list, .tuple:
            var nodes: [YAML.Node] = []
            for element in value.elements ?? [] {
                guard let node = YAML.Node(template: element) else { return nil }
                nodes.append(node)
            }
            self.init(.sequence(nodes))
        case .dict(let dict):
            var mapping = YAML.Mapping()
            for entry in dict.entries {
                guard let key = YAML.Node(template: entry.key),
                    let node = YAML.Node(template: entry.value)
                else {
                    return nil
                }
                mapping.set(key, node)
            }
            self.init(.mapping(mapping))
        case .undefined, .callable, .object: return nil
        }
    }
}
