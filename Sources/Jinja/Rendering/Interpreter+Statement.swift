extension Interpreter {
    func run(_ statement: Statement) throws(JinjaError) -> Flow {
        switch statement.kind {
        case .text(let text): try write(text)
        case .output(let expression): try write(try evaluate(expression).text())
        case .choice(let branches, let otherwise):
            for branch in branches where try evaluate(branch.test).truth() {
                return try run(branch.body)
            }
            return otherwise.isEmpty ? .normal : try run(otherwise)
        case .loop(let loop):
            let values = try evaluate(loop.sequence)
            try run(loop, over: values, level: 0)
        case .set(let target, let expression): try assign(target, try evaluate(expression))
        case .setBlock(let target, let filters, let body):
            let text = try inScope { () throws(JinjaError) in try capture(body) }
            try assign(target, try apply(filters, to: .string(text)))
        case .macro(let definition):
            scope.set(
                definition.name,
                .callable(
                    MacroCall(definition: definition, rendering: rendering, scope: scope).callable))
        case .callBlock(let call, let body): try runCallBlock(call, body)
        case .filterBlock(let filters, let body):
            let text = try inScope { () throws(JinjaError) in try capture(body) }
            try write(try apply(filters, to: .string(text)).text())
        case .with(let assignments, let body):
            var values: [Value] = []
            for assignment in assignments { values.append(try evaluate(assignment.value)) }
            return try inScope { () throws(JinjaError) in
                for (assignment, value) in zip(assignments, values) {
                    try assign(assignment.target, value)
                }
                return try run(body)
            }
        case .perform(let expression): _ = try evaluate(expression)
        case .include, .importModule, .importNames, .block, .extends:
            try runReference(statement)
        case .breakLoop: return .breakLoop
        case .continueLoop: return .continueLoop
        }
        return .normal
    }

    func assign(_ target: AssignmentTarget, _ value: Value) throws(JinjaError) {
        switch target {
        case .name(let name): scope.set(name, value)
        case .attribute(let name, let attribute):
            guard case .object(let object as Namespace)? = lookup(name) else {
                throw JinjaError(.type, "cannot assign attribute on non-namespace object")
            }
            object.set(attribute, value)
        case .tuple(let targets):
            let values = try value.iterated()
            guard values.count == targets.count else {
                throw JinjaError(
                    .value,
                    values.count > targets.count
                        ? "too many values to unpack (expected \(targets.count))"
                        : "not enough values to unpack (expected \(targets.count), got "
                            + "\(values.count))")
            }
            for (target, value) in zip(targets, values) { try assign(target, value) }
        }
    }

    private func runCallBlock(
        _ call: Expression, _ body: MacroDefinition
    ) throws(JinjaError) {
        guard case .call(let callee, let arguments) = call.kind else { return }
        let caller = MacroCall(
            definition: body, rendering: rendering, scope: scope, isCaller: true
        ).callable
        let value: Value
        do {
            var evaluated = try evaluate(arguments)
            evaluated.named.append(("caller", .callable(caller)))
            value = try self.call(callee, evaluated)
        } catch {
            throw error.located(in: templateName, at: call.position)
        }
        try write(try value.text())
    }
}
