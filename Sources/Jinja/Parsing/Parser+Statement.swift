extension Parser {
    /// Statements up to a tag of one of the given names, or to the end when there are none. The
    /// closing tag's name is the current token afterwards.
    mutating func statements(until ends: Set<String>) throws(JinjaError) -> [Statement] {
        depth += 1
        defer { depth -= 1 }
        try checkDepth()
        var statements: [Statement] = []
        while true {
            let token = current
            switch token.kind {
            case .text(let text):
                advance()
                statements.append(Statement(.text(text), at: token.position))
            case .outputBegin:
                advance()
                let value = try tuple()
                try expect(.outputEnd)
                statements.append(Statement(.output(value), at: token.position))
            case .blockBegin:
                advance()
                guard case .name(let name) = current.kind else {
                    throw failure("expected the name of a tag, found \(current.kind)")
                }
                if ends.contains(name) { return statements }
                statements += try statement(name, from: token)
            case .end:
                guard ends.isEmpty else {
                    let expected = ends.sorted().map { "'\($0)'" }.joined(separator: " or ")
                    throw failure("the template ends where \(expected) is expected")
                }
                return statements
            default: throw failure("unexpected \(token.kind)")
            }
        }
    }

    /// The body of a tag: to one of the end tags, which is passed over when it is the last. A colon
    /// may stand before it, as in Python: `{% if execute: %}`.
    mutating func body(until ends: Set<String>) throws(JinjaError) -> [Statement] {
        _ = skip(.colon)
        try expect(.blockEnd)
        return try statements(until: ends)
    }

    /// Passes over the name of an end tag and its end.
    mutating func closeTag() throws(JinjaError) {
        advance()
        try expect(.blockEnd)
    }

    private mutating func statement(
        _ name: String, from token: Token
    ) throws(JinjaError) -> [Statement] {
        let position = token.position
        if let tag = options.sectionTags[name] {
            return try section(name, tag, from: token)
        }
        advance()
        let kind: Statement.Kind
        switch name {
        case "if": kind = try choice()
        case "for": kind = try loop()
        case "set": kind = try assignment()
        case "macro": kind = .macro(try macro(from: token))
        case "call": kind = try callBlock(from: token)
        case "filter": kind = try filterBlock()
        case "with": kind = try withBlock()
        case "do": kind = .perform(try closed(try tuple()))
        case "print":
            kind = .output(try closed(try tuple()))
        case "include": kind = try include()
        case "import": kind = try importModule()
        case "from": kind = try importNames()
        case "block": kind = .block(try block())
        case "extends": kind = .extends(try closed(try expression()))
        case "break", "continue":
            guard loops > 0 else { throw failure("'\(name)' outside of a loop", at: position) }
            try expect(.blockEnd)
            kind = name == "break" ? .breakLoop : .continueLoop
        default: throw unknownTag(name, at: position)
        }
        return [Statement(kind, at: position)]
    }

    private mutating func closed<T>(_ value: T) throws(JinjaError) -> T {
        try expect(.blockEnd)
        return value
    }

    private func unknownTag(_ name: String, at position: SourcePosition) -> JinjaError {
        if name.hasPrefix("end") || name == "else" || name == "elif" {
            return failure("'\(name)' without the tag it belongs to", at: position)
        }
        return failure("unknown tag '\(name)'", at: position)
    }

    private mutating func choice() throws(JinjaError) -> Statement.Kind {
        var branches: [(test: Expression, body: [Statement])] = []
        var otherwise: [Statement] = []
        var isOpen = true
        while isOpen {
            let test = try tuple(allowsCondition: false)
            branches.append((test, try body(until: ["elif", "else", "endif"])))
            if skipName("elif") { continue }
            if skipName("else") { otherwise = try body(until: ["endif"]) }
            isOpen = false
        }
        try closeTag()
        return .choice(branches, otherwise: otherwise)
    }

    private mutating func loop() throws(JinjaError) -> Statement.Kind {
        let target = try target(endsBefore: "in")
        try expectName("in")
        let sequence = try tuple(allowsCondition: false, endsBefore: "recursive")
        let condition = skipName("if") ? try expression() : nil
        let isRecursive = skipName("recursive")
        loops += 1
        let uses = loopUses
        let body = try body(until: ["else", "endfor"])
        loops -= 1
        var otherwise: [Statement] = []
        if skipName("else") { otherwise = try self.body(until: ["endfor"]) }
        try closeTag()
        return .loop(
            Loop(
                target: target, sequence: sequence, condition: condition,
                isRecursive: isRecursive, usesState: loopUses > uses, body: body,
                otherwise: otherwise))
    }

    private mutating func assignment() throws(JinjaError) -> Statement.Kind {
        let target = try target(allowsAttributes: true)
        if skip(.assign) { return .set(target, try closed(try tuple())) }
        var filters: [FilterCall] = []
        while skip(.pipe) { filters.append(try filterCall()) }
        let body = try body(until: ["endset"])
        try closeTag()
        return .setBlock(target, filters: filters, body: body)
    }

    private mutating func filterBlock() throws(JinjaError) -> Statement.Kind {
        var filters = [try filterCall()]
        while skip(.pipe) { filters.append(try filterCall()) }
        let body = try body(until: ["endfilter"])
        try closeTag()
        return .filterBlock(filters, body: body)
    }

    private mutating func withBlock() throws(JinjaError) -> Statement.Kind {
        var assignments: [(target: AssignmentTarget, value: Expression)] = []
        while current.kind != .blockEnd {
            if !assignments.isEmpty { try expect(.comma) }
            // One name each: a comma starts the next assignment.
            let target = AssignmentTarget.name(try assignableName())
            try expect(.assign)
            assignments.append((target, try expression()))
        }
        let body = try body(until: ["endwith"])
        try closeTag()
        return .with(assignments, body: body)
    }
}
