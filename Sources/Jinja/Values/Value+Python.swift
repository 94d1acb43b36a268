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
        case .dict: "dict"
        case .callable: "function"
        case .object(let object): object.typeName
        }
    }

    /// Whether the value counts as true.
    public func truth() throws(JinjaError) -> Bool {
        switch self {
        case .undefined, .none: false
        case .bool(let value): value
        case .int(let value): value != 0
        case .double(let value): value != 0
        case .string(let value): !value.isEmpty
        case .list(let list): list.count > 0
        case .tuple(let tuple): !tuple.elements.isEmpty
        case .dict(let dict): dict.count > 0
        case .callable: true
        case .object(let object): try object.truth()
        }
    }
}
