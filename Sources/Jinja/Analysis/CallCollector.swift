/// Walks a template's tree and gathers the calls of names.
struct CallCollector {
    private let names: Set<String>?
    private(set) var calls: [StaticCall] = []
    /// How many conditions, loops and macros stand around the current place.
    private var conditions = 0

    init(names: Set<String>?) { self.names = names }

    mutating func visit(_ statements: [Statement]) {
        for statement in statements { visit(statement) }
    }

    private mutating func visit(_ statement: Statement) {
        switch statement.kind {
        case .text, .breakLoop, .continueLoop: return
        case .output(let value), .perform(let value), .set(_, let value), .extends(let value),
            .include(let value, _, _), .importModule(let value, _, _),
            .importNames(let value, _, _):
            visit(value)
        case .choice(let branches, let otherwise):
            for (index, branch) in branches.enumerated() {
                if index == 0 { visit(branch.test) } else { conditional { $0.visit(branch.test) } }
                conditional { $0.visit(branch.body) }
            }
            conditional { $0.visit(otherwise) }
        case .loop(let loop):
            visit(loop.sequence)
            conditional {
                if let condition = loop.condition { $0.visit(condition) }
                $0.visit(loop.body)
                $0.visit(loop.otherwise)
            }
        case .setBlock(_, let filters, let body), .filterBlock(let filters, let body):
            visit(body)
            for filter in filters { visit(filter.arguments) }
        case .macro(let macro): conditional { $0.visit(macro) }
        case .callBlock(let call, let body):
            visit(call)
            conditional { $0.visit(body) }
        case .with(let assignments, let body):
            for assignment in assignments { visit(assignment.value) }
            visit(body)
        case .block(let block): visit(block.body)
        }
    }

    private mutating func visit(_ macro: MacroDefinition) {
        for parameter in macro.parameters {
            if let value = parameter.defaultValue { visit(value) }
        }
        visit(macro.body)
    }

    private mutating func visit(_ expression: Expression) {
        switch expression.kind {
        case .call(let callee, let arguments):
            note(callee, arguments, at: expression.position)
            visit(callee)
            visit(arguments)
        case .and(let one, let other), .or(let one, let other):
            visit(one)
            conditional { $0.visit(other) }
        case .conditional(let test, let then, let otherwise):
            visit(test)
            conditional {
                $0.visit(then)
                if let otherwise { $0.visit(otherwise) }
            }
        default:
            for child in expression.children { visit(child) }
        }
    }

    private mutating func visit(_ arguments: CallArguments) {
        for expression in arguments.expressions { visit(expression) }
    }

    private mutating func conditional(_ body: (inout CallCollector) -> Void) {
        conditions += 1
        body(&self)
        conditions -= 1
    }

    private mutating func note(
        _ callee: Expression, _ arguments: CallArguments, at position: SourcePosition
    ) {
        guard let name = callee.dottedName, names?.contains(name) ?? true else { return }
        let positional = arguments.positional.map(\.literalValue)
        let named = arguments.named.map { (name: $0.name, value: $0.value.literalValue) }
        calls.append(
            StaticCall(
                name: name, positional: positional, named: named,
                isLiteral: arguments.sequence == nil && arguments.mapping == nil
                    && positional.allSatisfy { $0 != nil } && named.allSatisfy { $0.value != nil },
                isUnconditional: conditions == 0, line: position.line, column: position.column))
    }
}
