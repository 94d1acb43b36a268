extension Methods {
    static func call(
        _ name: String, of dict: Dict, _ a: Arguments
    ) throws(JinjaError) -> Value {
        switch name {
        case "get":
            if let value = dict[try key(a)] { return value }
            return try a.value("default", at: 1) ?? .none
        case "keys": return .object(Iterable(.keys, dict.keys))
        case "values": return .object(Iterable(.values, dict.values))
        case "items": return .object(Iterable(.items, Value.pairs(of: dict)))
        case "copy":
            return .dict(
                Dict(dict.entries.map { ($0.key, $0.value) }, isOrdered: dict.isOrdered))
        case "clear":
            dict.removeAll()
            return .none
        case "update":
            if let source = a.positional.first { try dict.update(with: source) }
            for (name, value) in a.named { dict[name] = value }
            try a.limits.check(elements: dict.count)
            return .none
        case "setdefault":
            let key = try key(a)
            if let value = dict[key] { return value }
            let value = try a.value("default", at: 1) ?? .none
            dict[key] = value
            return value
        case "pop":
            let key = try key(a)
            if let value = dict.remove(key) { return value }
            if let replacement = try a.value("default", at: 1) { return replacement }
            throw JinjaError(.lookup, try key.representation())
        default:
            guard let last = dict.keys.last, let value = dict.remove(last) else {
                throw JinjaError(.lookup, "popitem(): dictionary is empty")
            }
            return Value(tuple: [last, value])
        }
    }

    private static func key(_ a: Arguments) throws(JinjaError) -> Value {
        let key = try a.required("key", at: 0)
        try key.checkHashable()
        return key
    }
}
