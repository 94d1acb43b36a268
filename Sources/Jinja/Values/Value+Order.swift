extension Value {
    /// Python's `<`: numbers by value, strings by code point, lists and tuples by their first
    /// difference. Other pairs have no order, which is an error.
    func isLess(
        than other: Value, comparator: Comparator = .less, depth: Int = 50
    ) throws(JinjaError) -> Bool {
        switch (self, other) {
        case (.string(let a), .string(let b)): return a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.list(let a), .list(let b)) where depth > 0:
            return try Self.isLess(a.elements, b.elements, comparator, depth - 1)
        case (.tuple(let a), .tuple(let b)) where depth > 0:
            return try Self.isLess(a.elements, b.elements, comparator, depth - 1)
        case (.undefined(let undefined), _), (_, .undefined(let undefined)): throw undefined.error
        case (.object(let object), _):
            if let answer = try object.isLess(than: other) { return answer }
        case (_, .object(let object)):
            if let answer = try object.isLess(than: self) { return !answer && self != other }
        default:
            if let a = integral, let b = other.integral { return a < b }
            if let a = number, let b = other.number { return a < b }
        }
        throw JinjaError(
            .type,
            "'\(comparator.rawValue)' not supported between instances of '\(typeName)' and "
                + "'\(other.typeName)'")
    }

    private static func isLess(
        _ one: [Value], _ other: [Value], _ comparator: Comparator, _ depth: Int
    ) throws(JinjaError) -> Bool {
        for (a, b) in zip(one, other) where a != b {
            return try a.isLess(than: b, comparator: comparator, depth: depth)
        }
        return one.count < other.count
    }

    /// The result of a comparison operator.
    func compare(_ comparator: Comparator, _ other: Value) throws(JinjaError) -> Bool {
        switch comparator {
        case .equal, .notEqual:
            if case .undefined(let undefined) = self { try undefined.checkUse() }
            if case .undefined(let undefined) = other { try undefined.checkUse() }
            return (self == other) == (comparator == .equal)
        case .less: return try isLess(than: other, comparator: comparator)
        case .greater: return try other.isLess(than: self, comparator: comparator)
        case .lessOrEqual:
            if isNotANumber || other.isNotANumber { return false }
            return try !other.isLess(than: self, comparator: comparator)
        case .greaterOrEqual:
            if isNotANumber || other.isNotANumber { return false }
            return try !isLess(than: other, comparator: comparator)
        case .contained: return try other.contains(self)
        case .notContained: return try !other.contains(self)
        }
    }

    private var isNotANumber: Bool {
        if case .double(let value) = self { value.isNaN } else { false }
    }

    /// Python's `in`.
    func contains(_ value: Value) throws(JinjaError) -> Bool {
        switch self {
        case .string(let string):
            guard case .string(let part) = value else {
                throw JinjaError(
                    .type, "'in <string>' requires string as left operand, not \(value.typeName)")
            }
            return part.isEmpty
                || PythonString.find(Array(part.utf8), in: Array(string.utf8), from: 0) != nil
        case .list(let list): return list.elements.contains(value)
        case .tuple(let tuple): return tuple.elements.contains(value)
        case .dict(let dict):
            try value.checkHashable()
            return dict[value] != nil
        case .undefined(let undefined):
            try undefined.checkUse()
            return false
        case .object(let object):
            if let result = try object.contains(value) { return result }
            throw JinjaError(.type, "argument of type '\(typeName)' is not iterable")
        default: throw JinjaError(.type, "argument of type '\(typeName)' is not iterable")
        }
    }

    /// Refuses what can change as a key.
    func checkHashable(depth: Int = 50) throws(JinjaError) {
        switch self {
        case .list, .dict: throw JinjaError(.type, "unhashable type: '\(typeName)'")
        case .tuple(let tuple):
            guard depth > 0 else { throw JinjaError(.limit, "a key is nested too deep") }
            for element in tuple.elements { try element.checkHashable(depth: depth - 1) }
        case .undefined(let undefined): try undefined.checkUse()
        default: return
        }
    }
}
