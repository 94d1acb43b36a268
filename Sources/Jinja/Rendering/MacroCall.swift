/// A macro with what it was written among: the template's rendering and the scope.
struct MacroCall: Sendable {
    let definition: MacroDefinition
    let rendering: Rendering
    let scope: Scope
    /// The body of a `call` block: `return()` in it ends the macro that runs it.
    var isCaller = false

    /// The macro as a function.
    var callable: Callable {
        Callable(
            definition.name, parameters: definition.parameters.map(\.name), isMacro: true
        ) { (arguments) throws(JinjaError) in try call(arguments) }
    }

    private func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        let interpreter = Interpreter(
            rendering.metered(by: arguments.rendering), scope: Scope(in: scope),
            depth: arguments.depth + 1)
        try interpreter.checkDepth()
        try bind(arguments, in: interpreter)
        do {
            _ = try interpreter.run(definition.body)
        } catch {
            if let returned = error.returned, !isCaller { return returned }
            throw error
        }
        return .string(interpreter.output)
    }

    /// Gives the parameters their values: by place, by name, else their defaults, which see the
    /// parameters before them.
    private func bind(
        _ arguments: Arguments, in interpreter: Interpreter
    ) throws(JinjaError) {
        let parameters = definition.parameters
        var named = arguments.named
        var takesCaller = definition.usesCaller
        for (index, parameter) in parameters.enumerated() {
            if parameter.name == "caller" { takesCaller = false }
            if index < arguments.positional.count {
                interpreter.scope.set(parameter.name, arguments.positional[index])
            } else if let place = named.firstIndex(where: { $0.name == parameter.name }) {
                interpreter.scope.set(parameter.name, named.remove(at: place).value)
            } else if let expression = parameter.defaultValue {
                interpreter.scope.set(parameter.name, try interpreter.evaluate(expression))
            } else {
                interpreter.scope.set(
                    parameter.name,
                    rendering.undefined(
                        parameter.name, message: "parameter '\(parameter.name)' was not provided"))
            }
        }
        if takesCaller {
            let place = named.firstIndex { $0.name == "caller" }
            interpreter.scope.set(
                "caller",
                place.map { named.remove(at: $0).value }
                    ?? rendering.undefined("caller", message: "No caller defined"))
        }
        if definition.usesKwargs {
            interpreter.scope.set(
                "kwargs", .dict(Dict(named.map { (.string($0.name), $0.value) })))
        } else if let surplus = named.first {
            throw JinjaError(
                .argument,
                "macro '\(definition.name)' takes no keyword argument '\(surplus.name)'")
        }
        let surplus = arguments.positional.dropFirst(parameters.count)
        if definition.usesVarargs {
            interpreter.scope.set("varargs", Value(tuple: Array(surplus)))
        } else if !surplus.isEmpty {
            throw JinjaError(
                .argument,
                "macro '\(definition.name)' takes not more than \(parameters.count) argument(s)")
        }
    }
}
