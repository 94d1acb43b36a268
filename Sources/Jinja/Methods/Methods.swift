/// The methods of Python's types that templates use.
enum Methods {
    private static let list: Set<String> = [
        "append", "extend", "insert", "pop", "remove", "clear", "index", "count", "sort",
        "reverse", "copy",
    ]
    private static let dict: Set<String> = [
        "get", "keys", "values", "items", "update", "pop", "popitem", "setdefault", "copy", "clear",
    ]
    private static let tuple: Set<String> = ["index", "count"]
    private static let withoutArguments: Set<String> = [
        "upper", "lower", "casefold", "capitalize", "title", "swapcase", "isdigit", "isnumeric",
        "isdecimal", "isalpha", "isalnum", "isspace", "isupper", "islower", "isidentifier",
        "isascii", "istitle",
    ]
    private static let number: Set<String> = ["is_integer", "bit_length"]

    /// Whether a value of a built-in type has a method.
    static func has(_ name: String, _ value: Value) -> Bool {
        switch value {
        case .string: string[name] != nil
        case .list: list.contains(name)
        case .dict: dict.contains(name)
        case .tuple: tuple.contains(name)
        case .int, .bool: number.contains(name)
        case .double: name == "is_integer"
        default: false
        }
    }

    /// Calls a method that ``has(_:_:)`` knows.
    static func call(
        _ name: String, of value: Value, _ arguments: Arguments
    ) throws(JinjaError) -> Value {
        switch value {
        case .string(let text):
            if let method = string[name] {
                if withoutArguments.contains(name), arguments.count > 0 {
                    throw JinjaError(.argument, "str.\(name)() takes no arguments")
                }
                return try method(text, arguments)
            }
        case .list(let list): return try call(name, of: list, arguments)
        case .dict(let dict): return try call(name, of: dict, arguments)
        case .tuple(let tuple): return try search(name, in: tuple.elements, arguments)
        case .int(let int) where name == "bit_length":
            return .int(Int.bitWidth - int.magnitude.leadingZeroBitCount)
        case .double(let double) where name == "is_integer":
            return .bool(double.isFinite && double.rounded() == double)
        case .int, .bool: if name == "is_integer" { return .bool(true) }
        default: break
        }
        throw JinjaError(.attribute, "'\(value.typeName) object' has no attribute '\(name)'")
    }

    /// `index` and `count`.
    static func search(
        _ name: String, in elements: [Value], _ arguments: Arguments
    ) throws(JinjaError) -> Value {
        let wanted = try arguments.required("value", at: 0)
        if name == "count" { return .int(elements.count { $0 == wanted }) }
        var start = try arguments.int("start", at: 1) ?? 0
        if start < 0 { start = max(0, start + elements.count) }
        guard let index = elements.indices.dropFirst(start).first(where: { elements[$0] == wanted })
        else { throw JinjaError(.value, "\(try wanted.representation()) is not in list") }
        return .int(index)
    }
}
