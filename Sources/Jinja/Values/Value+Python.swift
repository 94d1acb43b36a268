extension Value {
    /// What Python calls the type, as errors name it.
    public var typeName: String {
        switch self {
        case .undefined: "Undefined"
        case .none: "NoneType"
        case .bool: "bool"
        case .int: "int"
        case .double: "float"
        case .string: "str"
        case .list: "list"
        case .tuple: "tuple"
        case .dict(let dict): dict.isOrdered ? "OrderedDict" : "dict"
        case .callable: "function"
        case .object(let object): object.typeName
        }
    }

    /// Whether the value counts as true.
    public func truth() throws(JinjaError) -> Bool {
        switch self {
        case .undefined(let undefined):
            try undefined.checkUse()
            return false
        case .none: return false
        case .bool(let value): return value
        case .int(let value): return value != 0
        case .double(let value): return value != 0
        case .string(let value): return !value.isEmpty
        case .list(let list): return list.count > 0
        case .tuple(let tuple): return !tuple.elements.isEmpty
        case .dict(let dict): return dict.count > 0
        case .callable: return true
        case .object(let object): return try object.truth()
        }
    }
}
