extension Interpreter {
    /// The value of an expression. Errors get the place of the innermost expression.
    func evaluate(_ expression: Expression) throws(JinjaError) -> Value {
        // The commonest kinds need no guard: they cannot nest.
        if case .literal(let value) = expression.kind { return value }
        depth += 1
        defer { depth -= 1 }
        do {
            try checkDepth()
            return try compute(expression)
        } catch {
            throw error.located(in: templateName, at: expression.position)
        }
    }

    private func compute(_ expression: Expression) throws(JinjaError) -> Value {
        switch expression.kind {
        case .literal(let value): value
        case .name(let name): lookup(name) ?? rendering.undefined(name)
        case .list(let items): Value(try evaluateAll(items))
        case .tuple(let items): Value(tuple: try evaluateAll(items))
        case .dict(let entries): try dict(entries)
        case .negation(let operand): try negate(try evaluate(operand))
        case .plus(let operand): try plus(try evaluate(operand))
        case .not(let operand): .bool(try !evaluate(operand).truth())
        case .and(let one, let other): try and(one, other)
        case .or(let one, let other): try or(one, other)
        case .binary(let operation, let one, let other): try binary(operation, one, other)
        case .concatenation(let operands): try concatenate(operands)
        case .comparison(let first, let rest): try compare(first, rest)
        case .conditional(let test, let then, let otherwise):
            try choose(test, then, otherwise)
        case .attribute(let base, let name): try attribute(name, of: base)
        case .item(let base, let key): try item(key, of: base)
        case .slice(let base, let start, let stop, let step):
            try slice(base, start, stop, step)
        case .call(let callee, let arguments): try call(callee, try evaluate(arguments))
        case .filter(let filter, let base): try apply(filter, to: try evaluate(base))
        case .test(let test, let base): try evaluate(test, of: base)
        }
    }

    func lookup(_ name: String) -> Value? {
        if let value = scope.lookup(name) ?? rendering.lookup(name) { return value }
        guard name == "self", !inheritance.layers.isEmpty else { return nil }
        return .object(BlockReference(inheritance, scope: rootScope))
    }

    private func evaluateAll(_ items: [Expression]) throws(JinjaError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(items.count)
        for item in items { values.append(try evaluate(item)) }
        return values
    }

    private func dict(
        _ entries: [(key: Expression, value: Expression)]
    ) throws(JinjaError) -> Value {
        let dict = Dict()
        for (key, value) in entries {
            let key = try evaluate(key)
            try key.checkHashable()
            dict[key] = try evaluate(value)
        }
        return .dict(dict)
    }

    private func negate(_ value: Value) throws(JinjaError) -> Value {
        if case .double(let double) = value { return .double(-double) }
        if case .object(let object) = value,
            let negated = try object.apply("*", .int(-1), isReversed: false)
        {
            return negated
        }
        return try BinaryOperator.subtract.apply(.int(0), signed(value, "-"), limits: limits)
    }

    private func plus(_ value: Value) throws(JinjaError) -> Value {
        if case .double = value { return value }
        if case .object(let object) = value,
            let same = try object.apply("*", .int(1), isReversed: false)
        {
            return same
        }
        return try signed(value, "+")
    }

    private func signed(_ value: Value, _ sign: String) throws(JinjaError) -> Value {
        if let int = value.integral { return .int(int) }
        if case .undefined(let undefined) = value { throw undefined.error }
        throw JinjaError(.type, "bad operand type for unary \(sign): '\(value.typeName)'")
    }

    private func and(_ one: Expression, _ other: Expression) throws(JinjaError) -> Value {
        let value = try evaluate(one)
        return try value.truth() ? try evaluate(other) : value
    }

    private func or(_ one: Expression, _ other: Expression) throws(JinjaError) -> Value {
        let value = try evaluate(one)
        return try value.truth() ? value : try evaluate(other)
    }

    private func binary(
        _ operation: BinaryOperator, _ one: Expression, _ other: Expression
    ) throws(JinjaError) -> Value {
        let left = try evaluate(one)
        let right = try evaluate(other)
        let value = try operation.apply(left, right, limits: limits)
        try rendering.meter.count(value)
        return value
    }

    private func concatenate(_ operands: [Expression]) throws(JinjaError) -> Value {
        var text = ""
        for operand in operands {
            text += try evaluate(operand).text()
            try limits.check(bytes: text.utf8.count)
        }
        try rendering.meter.countBytes(text.utf8.count)
        return .string(text)
    }

    private func compare(
        _ first: Expression, _ rest: [(comparator: Comparator, operand: Expression)]
    ) throws(JinjaError) -> Value {
        var left = try evaluate(first)
        for (comparator, operand) in rest {
            let right = try evaluate(operand)
            guard try left.compare(comparator, right) else { return .bool(false) }
            left = right
        }
        return .bool(true)
    }

    private func choose(
        _ test: Expression, _ then: Expression, _ otherwise: Expression?
    ) throws(JinjaError) -> Value {
        if try evaluate(test).truth() { return try evaluate(then) }
        if let otherwise { return try evaluate(otherwise) }
        // Lenient under every policy, as in Jinja.
        return .undefined(
            Undefined(
                name: "if", message: "the inline if-expression evaluated to false and has no else"))
    }

    private func attribute(_ name: String, of base: Expression) throws(JinjaError) -> Value {
        let value = try evaluate(base)
        return try value.attribute(name) ?? missing(name, in: value)
    }

    private func item(_ key: Expression, of base: Expression) throws(JinjaError) -> Value {
        let value = try evaluate(base)
        let key = try evaluate(key)
        if let item = try value.item(key) { return item }
        if case .string(let name) = key { return missing(name, in: value) }
        return missing(try key.representation(), in: value, isKey: true)
    }

    func missing(_ name: String, in value: Value, isKey: Bool = false) -> Value {
        let owner = value.isNone ? "None" : "'\(value.typeName) object'"
        return rendering.undefined(
            name,
            message: isKey
                ? "\(owner) has no element \(name)" : "\(owner) has no attribute '\(name)'")
    }

    private func slice(
        _ base: Expression, _ start: Expression?, _ stop: Expression?, _ step: Expression?
    ) throws(JinjaError) -> Value {
        let value = try evaluate(base)
        var bounds: [Value?] = []
        for bound in [start, stop, step] {
            if let bound { bounds.append(try evaluate(bound)) } else { bounds.append(nil) }
        }
        let result = try value.slice(bounds[0], bounds[1], bounds[2])
        try rendering.meter.count(result)
        return result
    }
}
