extension Parser {
    mutating func macro(from token: Token) throws(JinjaError) -> MacroDefinition {
        let definition = try macro(named: try assignableName(), end: "endmacro", from: token)
        if depth == 1 { macros.append(definition) }
        return definition
    }

    /// A macro from its parameters to its end tag.
    mutating func macro(
        named name: String, end: String, from token: Token
    ) throws(JinjaError) -> MacroDefinition {
        try definition(named: name, parameters: try parameters(), end: end, from: token)
    }

    mutating func callBlock(from token: Token) throws(JinjaError) -> Statement.Kind {
        let parameters = isSymbol(.leftParenthesis) ? try parameters() : []
        let position = current.position
        let call = try expression()
        guard case .call = call.kind else {
            throw failure("'call' needs a call here, such as 'call name()'", at: position)
        }
        let body = try definition(
            named: "caller", parameters: parameters, end: "endcall", from: token)
        return .callBlock(call, body)
    }

    /// Parameters with their defaults, in parentheses.
    private mutating func parameters() throws(JinjaError) -> [(
        name: String, defaultValue: Expression?
    )] {
        try expect(.leftParenthesis)
        var parameters: [(name: String, defaultValue: Expression?)] = []
        while !isSymbol(.rightParenthesis) {
            if !parameters.isEmpty { try expect(.comma) }
            let position = current.position
            let name = try assignableName()
            guard !parameters.contains(where: { $0.name == name }) else {
                throw failure("the parameter '\(name)' is written twice", at: position)
            }
            let value = skip(.assign) ? try expression() : nil
            if value == nil, parameters.last?.defaultValue != nil {
                throw failure(
                    "the parameter '\(name)' needs a default, as the one before it has one",
                    at: position)
            }
            parameters.append((name, value))
        }
        try expect(.rightParenthesis)
        return parameters
    }

    /// The body of a macro up to its end tag. Loops outside do not reach into it.
    mutating func definition(
        named name: String, parameters: [(name: String, defaultValue: Expression?)], end: String,
        from token: Token
    ) throws(JinjaError) -> MacroDefinition {
        let (outerNames, outerLoops) = (specialNames, loops)
        specialNames = []
        loops = 0
        let body = try body(until: [end])
        advance()
        let close = current.end
        try expect(.blockEnd)
        let definition = MacroDefinition(
            name: name, parameters: parameters, body: body, namesUsed: specialNames,
            position: token.position, source: source(token.offset..<close))
        specialNames.formUnion(outerNames)
        loops = outerLoops
        return definition
    }

    /// The text of a range of bytes, without the blanks that a closing `-%}` has taken along.
    func source(_ range: Range<Int>) -> String {
        var end = range.upperBound
        while end > range.lowerBound, Byte.isSpace(bytes[end - 1]) { end -= 1 }
        return String(decoding: bytes[range.lowerBound..<end], as: UTF8.self)
    }
}
