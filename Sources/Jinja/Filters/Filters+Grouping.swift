extension Builtins {
    static let groupingFilters: [String: Callable.Body] = [
        "batch": batch,
        "slice": slice,
        "groupby": groupBy,
        "dictsort": dictSort,
        "items": { (a) throws(JinjaError) in
            switch a.subject {
            case .dict(let dict): return .generator(Value.pairs(of: dict))
            case .undefined(let undefined):
                try undefined.checkUse()
                return .generator([])
            default: throw JinjaError(.type, "Can only get item pairs from a mapping.")
            }
        },
    ]

    @Sendable private static func batch(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "linecount", "fill_with"], in: "batch")
        let size = try a.required("linecount", at: 1).integral ?? 0
        guard size > 0 else { throw JinjaError(.value, "batch: the size must be positive") }
        let fill = try a.value("fill_with", at: 2) ?? .none
        let elements = try a.subject.iterated()
        var rows: [Value] = []
        for start in stride(from: 0, to: elements.count, by: size) {
            var row = Array(elements[start..<min(elements.count - start, size) + start])
            if !fill.isNone, row.count < size {
                try a.limits.check(elements: size)
                row += Array(repeating: fill, count: size - row.count)
            }
            rows.append(Value(row))
        }
        return .generator(rows)
    }

    @Sendable private static func slice(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "slices", "fill_with"], in: "slice")
        let count = try a.required("slices", at: 1).integral ?? 0
        let elements = try a.subject.iterated()
        guard count != 0 else { throw JinjaError(.arithmetic, "slice: division by zero") }
        guard count > 0 else { return .generator([]) }
        try a.limits.check(elements: count)
        let fill = try a.value("fill_with", at: 2) ?? .none
        let (size, extra) = elements.count.quotientAndRemainder(dividingBy: count)
        var columns: [Value] = []
        var start = 0
        for index in 0..<count {
            let end = start + size + (index < extra ? 1 : 0)
            var column = Array(elements[start..<end])
            if !fill.isNone, index >= extra { column.append(fill) }
            columns.append(Value(column))
            start = end
        }
        return .generator(columns)
    }

    @Sendable private static func groupBy(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "attribute", "default", "case_sensitive"], in: "groupby")
        let attribute = try a.required("attribute", at: 1)
        let defaultValue = try a.value("default", at: 2)
        let isCaseSensitive = try a.bool("case_sensitive", at: 3) ?? false
        let key = a.sortKey(attribute, default: defaultValue, isCaseSensitive: isCaseSensitive)
        let shown = a.sortKey(attribute, default: defaultValue, isCaseSensitive: true)
        var elements = try a.subject.iterated()
        try elements.sortStably(reversed: false, by: key)
        var groups: [Value] = []
        var members: [Value] = []
        var current: Value?
        for element in elements {
            let elementKey = try key(element)
            if let current, current != elementKey {
                groups.append(.object(Group(try shown(members[0]), members)))
                members = []
            }
            current = elementKey
            members.append(element)
        }
        if let first = members.first { groups.append(.object(Group(try shown(first), members))) }
        return Value(groups)
    }

    @Sendable private static func dictSort(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "case_sensitive", "by", "reverse"], in: "dictsort")
        guard case .dict(let dict) = a.subject else {
            throw JinjaError(.attribute, "'\(a.subject.typeName)' object has no attribute 'items'")
        }
        let place: Int
        switch try a.string("by", at: 2) ?? "key" {
        case "key": place = 0
        case "value": place = 1
        default: throw JinjaError(.value, "You can only sort by either \"key\" or \"value\"")
        }
        let key = a.sortKey(nil, isCaseSensitive: try a.bool("case_sensitive", at: 1) ?? false)
        var pairs = Value.pairs(of: dict)
        try pairs.sortStably(reversed: try a.bool("reverse", at: 3) ?? false) {
            (pair) throws(JinjaError) in try key(pair.elements?[place] ?? .none)
        }
        return Value(pairs)
    }
}

extension Value {
    /// The entries of a dict as tuples.
    static func pairs(of dict: Dict) -> [Value] {
        dict.entries.map { Value(tuple: [$0.key, $0.value]) }
    }
}
