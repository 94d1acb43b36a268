extension Methods {
    static func call(
        _ name: String, of list: List, _ a: Arguments
    ) throws(JinjaError) -> Value {
        switch name {
        case "append":
            try a.allow(["object"], in: name)
            list.append(try a.required("object", at: 0))
            try a.limits.check(elements: list.count)
        case "extend":
            let added = try a.required("iterable", at: 0).iterated()
            try a.limits.check(elements: list.count + added.count)
            list.withElements { $0 += added }
        case "insert":
            let index = try a.int("index", at: 0) ?? 0
            let value = try a.required("object", at: 1)
            list.withElements { elements in
                let place = index < 0 ? max(0, index + elements.count) : min(index, elements.count)
                elements.insert(value, at: place)
            }
        case "pop": return try pop(from: list, at: try a.int("index", at: 0) ?? -1)
        case "remove":
            let value = try a.required("value", at: 0)
            guard let index = list.elements.firstIndex(of: value) else {
                throw JinjaError(.value, "list.remove(x): x not in list")
            }
            _ = try pop(from: list, at: index)
        case "clear": Disposal.dispose(list.withElements { take(&$0) })
        case "reverse": list.withElements { $0.reverse() }
        case "copy": return Value(list.elements)
        case "sort":
            var elements = list.elements
            let key = a["key"].flatMap { $0.isNone ? nil : $0 }
            try elements.sortStably(reversed: try a.bool("reverse", at: 1) ?? false) {
                (element) throws(JinjaError) in
                guard let key else { return element }
                var inner = Arguments([element], rendering: a.rendering)
                inner.depth = a.depth + 1
                return try key.call(inner)
            }
            list.withElements { [elements] in $0 = elements }
        default: return try search(name, in: list.elements, a)
        }
        return .none
    }

    private static func pop(from list: List, at index: Int) throws(JinjaError) -> Value {
        let value = list.withElements { elements -> Value? in
            let place = index < 0 ? index + elements.count : index
            return elements.indices.contains(place) ? elements.remove(at: place) : nil
        }
        guard let value else {
            throw JinjaError(
                .lookup, list.count == 0 ? "pop from empty list" : "pop index out of range")
        }
        return value
    }
}
