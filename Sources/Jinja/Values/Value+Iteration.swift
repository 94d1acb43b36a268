extension Value {
    /// The elements that a `for` loop passes: of lists and tuples, the keys of dicts, the code
    /// points of strings, what an object offers.
    public func iterated() throws(JinjaError) -> [Value] {
        switch self {
        case .list(let list): return list.elements
        case .tuple(let tuple): return tuple.elements
        case .dict(let dict): return dict.keys
        case .string(let string): return PythonString.characters(string)
        case .undefined(let undefined):
            try undefined.checkUse()
            return []
        case .object(let object):
            if let elements = try object.elements() { return elements }
        default: break
        }
        throw JinjaError(.type, "'\(typeName)' object is not iterable")
    }

    /// Python's `len()`.
    func length() throws(JinjaError) -> Int {
        switch self {
        case .list(let list): return list.count
        case .tuple(let tuple): return tuple.elements.count
        case .dict(let dict): return dict.count
        case .string(let string): return PythonString.count(string)
        case .undefined(let undefined):
            try undefined.checkUse()
            return 0
        case .object(let object):
            if let count = try object.count() { return count }
        default: break
        }
        throw JinjaError(.type, "object of type '\(typeName)' has no len()")
    }
}
