extension Builtins {
    static let sequenceFilters: [String: Callable.Body] = [
        "length": { (a) throws(JinjaError) in .int(try a.subject.length()) },
        "count": { (a) throws(JinjaError) in .int(try a.subject.length()) },
        "first": { (a) throws(JinjaError) in
            try a.subject.iterated().first
                ?? a.undefined("No first item, sequence was empty.")
        },
        "last": { (a) throws(JinjaError) in
            try a.subject.iterated().last ?? a.undefined("No last item, sequence was empty.")
        },
        "list": { (a) throws(JinjaError) in Value(try a.subject.iterated()) },
        "random": { (_) throws(JinjaError) in
            throw JinjaError(
                .unsupported, "random is refused: a rendering must give the same text each time")
        },
        "join": join,
        "sort": sort,
        "min": { (a) throws(JinjaError) in try extreme(a, isMaximum: false) },
        "max": { (a) throws(JinjaError) in try extreme(a, isMaximum: true) },
        "sum": sum,
        "unique": unique,
    ]

    @Sendable private static func join(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "d", "attribute"], in: "join")
        let separator = try a.value("d", at: 1)?.text() ?? ""
        let attribute = try a.value("attribute", at: 2).flatMap { $0.isNone ? nil : $0 }
        let path = attribute.map { AttributePath($0) }
        var result = ""
        for (index, element) in try a.subject.iterated().enumerated() {
            if index > 0 { result += separator }
            result += try (path?.value(of: element, a) ?? element).text()
            try a.limits.check(bytes: result.utf8.count)
        }
        return .string(result)
    }

    @Sendable private static func sort(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "reverse", "case_sensitive", "attribute"], in: "sort")
        var elements = try a.subject.iterated()
        let isCaseSensitive = try a.bool("case_sensitive", at: 2) ?? false
        var attributes: [Value?] = [nil]
        if let attribute = try a.value("attribute", at: 3), !attribute.isNone {
            if case .string(let text) = attribute {
                attributes = text.split(separator: ",").map { .string(String($0)) }
            } else {
                attributes = [attribute]
            }
        }
        let keys = attributes.map { a.sortKey($0, isCaseSensitive: isCaseSensitive) }
        try elements.sortStably(reversed: try a.bool("reverse", at: 1) ?? false) {
            (element) throws(JinjaError) in
            var parts: [Value] = []
            for key in keys { parts.append(try key(element)) }
            return Value(parts)
        }
        return Value(elements)
    }

    private static func extreme(
        _ a: Arguments, isMaximum: Bool
    ) throws(JinjaError) -> Value {
        let elements = try a.subject.iterated()
        let key = a.sortKey(
            try a.value("attribute", at: 2),
            isCaseSensitive: try a.bool("case_sensitive", at: 1) ?? false)
        guard var best = elements.first else {
            return a.undefined("No aggregated item, sequence was empty.")
        }
        var bestKey = try key(best)
        for element in elements.dropFirst() {
            let elementKey = try key(element)
            let isBetter =
                isMaximum
                ? try bestKey.isLess(than: elementKey) : try elementKey.isLess(than: bestKey)
            if isBetter { (best, bestKey) = (element, elementKey) }
        }
        return best
    }

    @Sendable private static func sum(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["iterable", "attribute", "start"], in: "sum")
        var total = try a.value("start", at: 2) ?? .int(0)
        if case .string = total {
            throw JinjaError(.type, "sum() can't sum strings [use ''.join(seq) instead]")
        }
        let attribute = try a.value("attribute", at: 1).flatMap { $0.isNone ? nil : $0 }
        let path = attribute.map { AttributePath($0) }
        for element in try a.subject.iterated() {
            let value = try path?.value(of: element, a) ?? element
            total = try BinaryOperator.add.apply(total, value, limits: a.limits)
        }
        return total
    }

    @Sendable private static func unique(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "case_sensitive", "attribute"], in: "unique")
        let key = a.sortKey(
            try a.value("attribute", at: 2),
            isCaseSensitive: try a.bool("case_sensitive", at: 1) ?? false)
        var seen: Set<Value> = []
        var kept: [Value] = []
        for element in try a.subject.iterated() {
            let elementKey = try key(element)
            try elementKey.checkHashable()
            if seen.insert(elementKey).inserted { kept.append(element) }
        }
        return .generator(kept)
    }
}

extension Array where Element == Value {
    /// Sorts by a key, equal elements staying in their order, also when reversed.
    mutating func sortStably(
        reversed isReversed: Bool, by key: (Value) throws(JinjaError) -> Value
    ) throws(JinjaError) {
        var pairs: [(key: Value, element: Value)] = []
        pairs.reserveCapacity(count)
        for element in self { pairs.append((try key(element), element)) }
        do {
            // Swift's sort is stable, and has been documented to be so since 2024.
            try pairs.sort { one, other in
                isReversed
                    ? try other.key.isLess(than: one.key) : try one.key.isLess(than: other.key)
            }
        } catch let error as JinjaError {
            throw error
        } catch {
            throw JinjaError(.type, "\(error)")
        }
        self = pairs.map(\.element)
    }
}
