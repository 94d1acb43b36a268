extension Parser {
    /// A literal, a name, or something in brackets.
    mutating func primary() throws(JinjaError) -> Expression {
        let position = current.position
        switch current.kind {
        case .name(let name):
            advance()
            switch name {
            case "true", "True": return Expression(.literal(.bool(true)), at: position)
            case "false", "False": return Expression(.literal(.bool(false)), at: position)
            case "none", "None": return Expression(.literal(.none), at: position)
            default:
                if name == "loop" { loopUses += 1 }
                if name == "varargs" || name == "kwargs" || name == "caller" {
                    specialNames.insert(name)
                }
                guard name.utf8.first.map(Byte.isDigit) == false else {
                    throw failure("'\(name)' is not a name", at: position)
                }
                return Expression(.name(name), at: position)
            }
        case .string(var text):
            advance()
            while case .string(let more) = current.kind {
                text += more
                advance()
            }
            return Expression(.literal(.string(text)), at: position)
        case .longInt(let value):
            advance()
            return Expression(.literal(Value(value)), at: position)
        case .int(let value):
            advance()
            return Expression(.literal(.int(value)), at: position)
        case .double(let value):
            advance()
            return Expression(.literal(.double(value)), at: position)
        case .symbol(.leftParenthesis):
            advance()
            let value = try tuple(allowsEmpty: true)
            try expect(.rightParenthesis)
            return value
        case .symbol(.leftBracket): return try list()
        case .symbol(.leftBrace): return try dict()
        default: throw failure("expected an expression, found \(current.kind)")
        }
    }

    /// Expressions with commas between them: one alone is itself, more are a tuple.
    mutating func tuple(
        allowsCondition: Bool = true, allowsEmpty: Bool = false, endsBefore word: String? = nil
    ) throws(JinjaError) -> Expression {
        let position = current.position
        var items: [Expression] = []
        var isTuple = false
        while !isTupleEnd(word) {
            items.append(try expression(allowsCondition: allowsCondition))
            guard skip(.comma) else { break }
            isTuple = true
        }
        if !isTuple {
            if let only = items.first { return only }
            guard allowsEmpty else {
                throw failure("expected an expression, found \(current.kind)")
            }
        }
        return try make(.tuple(items), at: position, above: items)
    }

    private func isTupleEnd(_ word: String?) -> Bool {
        switch current.kind {
        case .outputEnd, .blockEnd, .symbol(.rightParenthesis): true
        case .name(let name): name == word
        default: false
        }
    }

    private mutating func list() throws(JinjaError) -> Expression {
        let position = current.position
        advance()
        var items: [Expression] = []
        while !isSymbol(.rightBracket) {
            if !items.isEmpty {
                try expect(.comma)
                if isSymbol(.rightBracket) { break }
            }
            items.append(try expression())
        }
        try expect(.rightBracket)
        return try make(.list(items), at: position, above: items)
    }

    private mutating func dict() throws(JinjaError) -> Expression {
        let position = current.position
        advance()
        var entries: [(key: Expression, value: Expression)] = []
        while !isSymbol(.rightBrace) {
            if !entries.isEmpty {
                try expect(.comma)
                if isSymbol(.rightBrace) { break }
            }
            let key = try expression()
            try expect(.colon)
            entries.append((key, try expression()))
        }
        try expect(.rightBrace)
        return try make(
            .dict(entries), at: position, above: entries.map(\.key) + entries.map(\.value))
    }
}
