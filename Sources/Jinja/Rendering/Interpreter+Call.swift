extension Interpreter {
    func evaluate(_ written: CallArguments) throws(JinjaError) -> Arguments {
        var arguments = Arguments(rendering: rendering)
        arguments.depth = depth
        arguments.positional.reserveCapacity(written.positional.count + 1)
        for expression in written.positional {
            arguments.positional.append(try evaluate(expression))
        }
        for (name, expression) in written.named {
            arguments.named.append((name, try evaluate(expression)))
        }
        if let sequence = written.sequence {
            arguments.positional += try evaluate(sequence).iterated()
        }
        if let mapping = written.mapping {
            try unpack(try evaluate(mapping), into: &arguments)
        }
        return arguments
    }

    private func unpack(_ value: Value, into arguments: inout Arguments) throws(JinjaError) {
        guard case .dict(let dict) = value else {
            throw JinjaError(.type, "argument after ** must be a mapping, not \(value.typeName)")
        }
        for (key, value) in dict.entries {
            guard case .string(let name) = key else {
                throw JinjaError(.type, "keywords must be strings")
            }
            guard arguments[name] == nil else {
                throw JinjaError(
                    .argument, "got multiple values for keyword argument '\(name)'")
            }
            arguments.named.append((name, value))
        }
    }

    /// Calls what an expression names. Methods are called without making a value of them first.
    func call(_ callee: Expression, _ arguments: Arguments) throws(JinjaError) -> Value {
        let value: Value
        if case .attribute(let base, let name) = callee.kind {
            let receiver = try evaluate(base)
            value = try call(name, of: receiver, arguments)
        } else {
            value = try evaluate(callee).call(arguments)
        }
        try rendering.meter.count(value)
        return value
    }

    private func call(
        _ name: String, of receiver: Value, _ arguments: Arguments
    ) throws(JinjaError) -> Value {
        if Methods.has(name, receiver) {
            return try Methods.call(name, of: receiver, arguments)
        }
        if case .object(let object) = receiver { return try object.callMethod(name, arguments) }
        guard let method = try receiver.attribute(name) else {
            return try missing(name, in: receiver).call(arguments)
        }
        return try method.call(arguments)
    }

    func apply(_ filters: [FilterCall], to value: Value) throws(JinjaError) -> Value {
        var value = value
        for filter in filters { value = try apply(filter, to: value) }
        return value
    }

    func apply(_ call: FilterCall, to value: Value) throws(JinjaError) -> Value {
        guard let filter = rendering.environment.filters[call.name] else {
            throw JinjaError(.unknownName, "No filter named '\(call.name)'.")
        }
        var arguments = try evaluate(call.arguments)
        arguments.positional.insert(value, at: 0)
        let result = try filter.call(arguments)
        try rendering.meter.count(result)
        return result
    }

    func evaluate(_ call: TestCall, of base: Expression) throws(JinjaError) -> Value {
        let value = try evaluate(base)
        guard let test = rendering.environment.tests[call.name] else {
            throw JinjaError(.unknownName, "No test named '\(call.name)'.")
        }
        var arguments = try evaluate(call.arguments)
        arguments.positional.insert(value, at: 0)
        return .bool(try test.call(arguments).truth())
    }
}
