extension Parser {
    /// A whole expression, with or without `… if … else …`.
    mutating func expression(allowsCondition: Bool = true) throws(JinjaError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        try checkDepth()
        var value = try operation(Precedence.or)
        while allowsCondition, isName("if") {
            let position = current.position
            advance()
            let test = try operation(Precedence.or)
            var otherwise: Expression?
            if skipName("else") { otherwise = try expression() }
            value = try make(
                .conditional(test: test, then: value, otherwise: otherwise), at: position,
                above: [test, value] + (otherwise.map { [$0] } ?? []))
        }
        return value
    }

    /// How tightly operators bind; higher binds tighter.
    private enum Precedence {
        static let or = 1
        static let and = 2
        static let not = 3
        static let comparison = 4
        static let sum = 5
        static let concatenation = 6
        static let product = 7
        static let power = 8
    }

    /// Operands joined by operators that bind at least as tightly as `minimum`.
    private mutating func operation(_ minimum: Int) throws(JinjaError) -> Expression {
        var left: Expression
        if minimum <= Precedence.not, isName("not") {
            let position = current.position
            advance()
            let operand = try nested { parser throws(JinjaError) in
                try parser.operation(Precedence.not)
            }
            left = try make(.not(operand), at: position, above: operand)
        } else {
            left = try unary(allowsFilters: true)
        }
        while let (precedence, symbol) = currentOperator(), precedence >= minimum {
            left = try extend(left, precedence, symbol)
        }
        return left
    }

    private mutating func extend(
        _ left: Expression, _ precedence: Int, _ binary: BinaryOperator?
    ) throws(JinjaError) -> Expression {
        let position = current.position
        switch precedence {
        case Precedence.comparison: return try comparison(left)
        case Precedence.concatenation:
            var operands = [left]
            while skip(.tilde) { operands.append(try operation(Precedence.product)) }
            return try make(.concatenation(operands), at: position, above: operands)
        default:
            advance()
            let right = try operation(precedence + 1)
            let kind: Expression.Kind =
                switch precedence {
                case Precedence.or: .or(left, right)
                case Precedence.and: .and(left, right)
                default: .binary(binary ?? .add, left, right)
                }
            return try make(kind, at: position, above: left, right)
        }
    }

    private func currentOperator() -> (precedence: Int, binary: BinaryOperator?)? {
        switch current.kind {
        case .name("or"): (Precedence.or, nil)
        case .name("and"): (Precedence.and, nil)
        case .name("in"): (Precedence.comparison, nil)
        case .name("not"): next.kind == .name("in") ? (Precedence.comparison, nil) : nil
        case .symbol(let symbol):
            switch symbol {
            case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
                (Precedence.comparison, nil)
            case .plus: (Precedence.sum, .add)
            case .minus: (Precedence.sum, .subtract)
            case .tilde: (Precedence.concatenation, nil)
            case .star: (Precedence.product, .multiply)
            case .slash: (Precedence.product, .divide)
            case .doubleSlash: (Precedence.product, .floorDivide)
            case .percent: (Precedence.product, .modulo)
            case .doubleStar: (Precedence.power, .power)
            default: nil
            }
        default: nil
        }
    }

    private mutating func comparison(_ first: Expression) throws(JinjaError) -> Expression {
        let position = current.position
        var rest: [(comparator: Comparator, operand: Expression)] = []
        while let comparator = try comparator() {
            rest.append((comparator, try operation(Precedence.sum)))
        }
        return try make(
            .comparison(first, rest), at: position, above: [first] + rest.map(\.operand))
    }

    private mutating func comparator() throws(JinjaError) -> Comparator? {
        switch current.kind {
        case .name("in"):
            advance()
            return .contained
        case .name("not") where next.kind == .name("in"):
            advance()
            advance()
            return .notContained
        case .symbol(let symbol):
            guard symbol != .assign, let comparator = Comparator(rawValue: symbol.rawValue) else {
                return nil
            }
            advance()
            return comparator
        default: return nil
        }
    }

    /// A sign, a value, and what follows a value.
    mutating func unary(allowsFilters: Bool) throws(JinjaError) -> Expression {
        let position = current.position
        var value: Expression
        if isSymbol(.minus) || isSymbol(.plus) {
            let isNegation = isSymbol(.minus)
            advance()
            let operand = try nested { parser throws(JinjaError) in
                try parser.unary(allowsFilters: false)
            }
            value = try make(
                isNegation ? .negation(operand) : .plus(operand), at: position, above: operand)
        } else {
            value = try primary()
        }
        value = try postfix(value)
        return allowsFilters ? try filtered(value) : value
    }
}
