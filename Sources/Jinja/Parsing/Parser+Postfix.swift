extension Parser {
    /// Attributes, items, slices and calls after a value.
    mutating func postfix(_ base: Expression) throws(JinjaError) -> Expression {
        var value = base
        while true {
            let position = current.position
            switch current.kind {
            case .symbol(.dot):
                advance()
                value = try member(of: value)
            case .symbol(.leftBracket):
                advance()
                value = try subscription(of: value, at: position)
            case .symbol(.leftParenthesis):
                value = try call(value)
            default: return value
            }
        }
    }

    /// Filters, tests and calls after a value.
    mutating func filtered(_ base: Expression) throws(JinjaError) -> Expression {
        var value = base
        while true {
            switch current.kind {
            case .symbol(.pipe):
                advance()
                let filter = try filterCall()
                value = try make(
                    .filter(filter, of: value), at: filter.position,
                    above: [value] + filter.arguments.expressions)
            case .name("is"): value = try test(value)
            case .symbol(.leftParenthesis): value = try call(value)
            default: return value
            }
        }
    }

    private mutating func member(of base: Expression) throws(JinjaError) -> Expression {
        let position = current.position
        switch current.kind {
        case .name(let name):
            advance()
            return try make(.attribute(base, name), at: position, above: base)
        case .int(let index):
            advance()
            let key = Expression(.literal(.int(index)), at: position)
            return try make(.item(base, key), at: position, above: base, key)
        default: throw failure("expected a name or number after '.', found \(current.kind)")
        }
    }

    private mutating func subscription(
        of base: Expression, at position: SourcePosition
    ) throws(JinjaError) -> Expression {
        if let slice = try slice(of: base, at: position) { return slice }
        var keys = [try expression()]
        var isTuple = false
        if isSymbol(.colon) { return try slice(of: base, from: keys[0], at: position) }
        while skip(.comma) {
            isTuple = true
            if isSymbol(.rightBracket) { break }
            keys.append(try expression())
        }
        try expect(.rightBracket)
        let key = isTuple ? try make(.tuple(keys), at: position, above: keys) : keys[0]
        return try make(.item(base, key), at: position, above: base, key)
    }

    private mutating func slice(
        of base: Expression, at position: SourcePosition
    ) throws(JinjaError) -> Expression? {
        isSymbol(.colon) ? try slice(of: base, from: nil, at: position) : nil
    }

    /// The rest of a slice, from its first colon to the bracket.
    private mutating func slice(
        of base: Expression, from start: Expression?, at position: SourcePosition
    ) throws(JinjaError) -> Expression {
        try expect(.colon)
        var stop: Expression?
        var step: Expression?
        if !isSymbol(.colon), !isSymbol(.rightBracket) { stop = try expression() }
        if skip(.colon), !isSymbol(.rightBracket) { step = try expression() }
        try expect(.rightBracket)
        return try make(
            .slice(base, start: start, stop: stop, step: step), at: position,
            above: [base] + [start, stop, step].compactMap { $0 })
    }

    mutating func call(_ callee: Expression) throws(JinjaError) -> Expression {
        let position = callee.position
        let arguments = try arguments()
        return try make(
            .call(callee, arguments), at: position, above: [callee] + arguments.expressions)
    }

    /// Arguments in parentheses, the parentheses included.
    mutating func arguments() throws(JinjaError) -> CallArguments {
        try expect(.leftParenthesis)
        var arguments = CallArguments()
        var isFirst = true
        while !isSymbol(.rightParenthesis) {
            if !isFirst {
                try expect(.comma)
                if isSymbol(.rightParenthesis) { break }
            }
            isFirst = false
            let position = current.position
            if skip(.star) {
                guard arguments.sequence == nil, arguments.mapping == nil else {
                    throw failure("only one '*' argument, before '**'", at: position)
                }
                arguments.sequence = try expression()
            } else if skip(.doubleStar) {
                guard arguments.mapping == nil else {
                    throw failure("only one '**' argument", at: position)
                }
                arguments.mapping = try expression()
            } else if case .name(let name) = current.kind, next.kind == .symbol(.assign) {
                guard arguments.mapping == nil else {
                    throw failure("an argument by name cannot follow '**'", at: position)
                }
                guard !arguments.named.contains(where: { $0.name == name }) else {
                    throw failure("the argument '\(name)' is given twice", at: position)
                }
                advance()
                advance()
                arguments.named.append((name, try expression()))
            } else {
                guard arguments.named.isEmpty, arguments.sequence == nil,
                    arguments.mapping == nil
                else {
                    throw failure("an argument by place cannot follow one by name", at: position)
                }
                arguments.positional.append(try expression())
            }
        }
        try expect(.rightParenthesis)
        return arguments
    }

    /// A filter's name, which may have dots, and its arguments.
    mutating func filterCall() throws(JinjaError) -> FilterCall {
        let position = current.position
        let name = try dottedName("the name of a filter")
        let arguments = isSymbol(.leftParenthesis) ? try arguments() : CallArguments()
        return FilterCall(name: name, arguments: arguments, position: position)
    }

    mutating func dottedName(_ role: String) throws(JinjaError) -> String {
        var name = try identifier(role)
        while skip(.dot) { name += "." + (try identifier(role)) }
        return name
    }

    /// `is name`, `is not name`, `is name(arguments)` or `is name argument`.
    private mutating func test(_ base: Expression) throws(JinjaError) -> Expression {
        let position = current.position
        advance()
        let isNegated = skipName("not")
        let name = try dottedName("the name of a test")
        var arguments = CallArguments()
        switch current.kind {
        case .symbol(.leftParenthesis): arguments = try self.arguments()
        case .name("is"): throw failure("tests cannot be chained with 'is'")
        case .name("else"), .name("or"), .name("and"): break
        case .name, .string, .int, .double, .symbol(.leftBracket), .symbol(.leftBrace):
            arguments.positional = [try postfix(try primary())]
        default: break
        }
        let test = try make(
            .test(TestCall(name: name, arguments: arguments), of: base), at: position,
            above: [base] + arguments.expressions)
        return isNegated ? try make(.not(test), at: position, above: test) : test
    }
}
