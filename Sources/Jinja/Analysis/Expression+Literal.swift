extension Expression {
    /// The value of an expression that is written out: literals, and lists, tuples and dicts of
    /// them. `nil` when something must be computed.
    var literalValue: Value? {
        switch kind {
        case .literal(let value): value
        case .list(let items): Self.literals(items).map { Value($0) }
        case .tuple(let items): Self.literals(items).map { Value(tuple: $0) }
        case .dict(let entries):
            if let keys = Self.literals(entries.map(\.key)),
                let values = Self.literals(entries.map(\.value))
            {
                .dict(Dict(Array(zip(keys, values))))
            } else {
                nil
            }
        case .negation(let operand):
            switch operand.literalValue {
            case .int(let value)?: .int(-value)
            case .double(let value)?: .double(-value)
            default: nil
            }
        default: nil
        }
    }

    private static func literals(_ items: [Expression]) -> [Value]? {
        var values: [Value] = []
        for item in items {
            guard let value = item.literalValue else { return nil }
            values.append(value)
        }
        return values
    }

    /// A name with dots, such as `adapter.dispatch`; `nil` for anything else.
    var dottedName: String? {
        switch kind {
        case .name(let name): name
        case .attribute(let base, let name): base.dottedName.map { "\($0).\(name)" }
        default: nil
        }
    }
}
