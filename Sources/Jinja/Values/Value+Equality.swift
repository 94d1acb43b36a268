extension Value: Hashable {
    /// How deep values are compared; beyond it only the same object is equal. Lists can contain
    /// themselves, and a comparison must end.
    private static let comparedDepth = 60

    /// Python's `==`: numbers and booleans by value, lists, tuples and dicts by their elements,
    /// functions and objects by identity.
    public static func == (one: Value, other: Value) -> Bool {
        isEqual(one, other, depth: comparedDepth)
    }

    private static func isEqual(_ one: Value, _ other: Value, depth: Int) -> Bool {
        switch (one, other) {
        case (.undefined, .undefined), (.none, .none): true
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.list(let a), .list(let b)):
            a === b || depth > 0 && areEqual(a.elements, b.elements, depth: depth - 1)
        case (.tuple(let a), .tuple(let b)):
            a === b || depth > 0 && areEqual(a.elements, b.elements, depth: depth - 1)
        case (.dict(let a), .dict(let b)):
            a === b || depth > 0 && areEqual(a, b, depth: depth - 1)
        case (.callable(let a), .callable(let b)): a === b
        case (.object(let a), _): a.isEqual(to: other)
        case (_, .object(let b)): b.isEqual(to: one)
        default: areEqualNumbers(one, other)
        }
    }

    private static func areEqual(_ one: [Value], _ other: [Value], depth: Int) -> Bool {
        one.count == other.count
            && zip(one, other).allSatisfy { isEqual($0, $1, depth: depth) }
    }

    private static func areEqual(_ one: Dict, _ other: Dict, depth: Int) -> Bool {
        one.count == other.count
            && one.entries.allSatisfy { entry in
                other[entry.key].map { isEqual(entry.value, $0, depth: depth) } ?? false
            }
    }

    private static func areEqualNumbers(_ one: Value, _ other: Value) -> Bool {
        switch (one.integral, other.integral) {
        case (let a?, let b?): return a == b
        case (let a?, nil):
            if case .double(let b) = other { return Int(exactly: b) == a }
        case (nil, let b?):
            if case .double(let a) = one { return Int(exactly: a) == b }
        case (nil, nil):
            if case .double(let a) = one, case .double(let b) = other { return a == b }
        }
        return false
    }

    /// The integer that an integer or a boolean is.
    var integral: Int? {
        switch self {
        case .int(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    public func hash(into hasher: inout Hasher) { hash(into: &hasher, depth: 8) }

    private func hash(into hasher: inout Hasher, depth: Int) {
        switch self {
        case .bool, .int: hasher.combine(integral)
        case .double(let value):
            if let int = Int(exactly: value) {
                hasher.combine(Optional(int))
            } else {
                hasher.combine(value)
            }
        case .string(let value): hasher.combine(value)
        case .tuple(let tuple) where depth > 0:
            for element in tuple.elements { element.hash(into: &hasher, depth: depth - 1) }
        // What can change must not be a key; a constant keeps the law of hashing all the same.
        default: hasher.combine(0)
        }
    }
}
