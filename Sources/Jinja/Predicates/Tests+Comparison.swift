extension Builtins {
    static let comparisonTests: [String: Callable.Body] = [
        "odd": { (a) throws(JinjaError) in .bool(try remainder(a, by: 2) == 1) },
        "even": { (a) throws(JinjaError) in .bool(try remainder(a, by: 2) == 0) },
        "divisibleby": { (a) throws(JinjaError) in
            .bool(try remainder(a, by: try a.required("num", at: 1)) == 0)
        },
        "sameas": { (a) throws(JinjaError) in
            .bool(a.subject.isSame(as: try a.required("other", at: 1)))
        },
        "eq": comparison(.equal), "equalto": comparison(.equal), "==": comparison(.equal),
        "ne": comparison(.notEqual), "!=": comparison(.notEqual),
        "lt": comparison(.less), "lessthan": comparison(.less), "<": comparison(.less),
        "le": comparison(.lessOrEqual), "<=": comparison(.lessOrEqual),
        "gt": comparison(.greater), "greaterthan": comparison(.greater),
        ">": comparison(.greater),
        "ge": comparison(.greaterOrEqual), ">=": comparison(.greaterOrEqual),
        "in": comparison(.contained),
    ]

    private static func comparison(_ comparator: Comparator) -> Callable.Body {
        { (a) throws(JinjaError) in
            .bool(try a.subject.compare(comparator, try a.required("other", at: 1)))
        }
    }

    private static func remainder(_ a: Arguments, by divisor: Value) throws(JinjaError) -> Value {
        try BinaryOperator.modulo.apply(a.subject, divisor, limits: a.limits)
    }
}

extension Value {
    /// Python's `is`: the same object, or the same constant.
    fileprivate func isSame(as other: Value) -> Bool {
        switch (self, other) {
        case (.list(let a), .list(let b)): a === b
        case (.tuple(let a), .tuple(let b)): a === b
        case (.dict(let a), .dict(let b)): a === b
        case (.object(let a), .object(let b)): a === b
        case (.callable(let a), .callable(let b)): a === b
        default: typeName == other.typeName && self == other
        }
    }
}
