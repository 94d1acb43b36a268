extension Parser {
    mutating func include() throws(JinjaError) -> Statement.Kind {
        let name = try expression()
        var ignoresMissing = false
        if isName("ignore"), next.kind == .name("missing") {
            advance()
            advance()
            ignoresMissing = true
        }
        let withContext = try contextClause(default: true)
        try expect(.blockEnd)
        return .include(name, ignoresMissing: ignoresMissing, withContext: withContext)
    }

    mutating func importModule() throws(JinjaError) -> Statement.Kind {
        let template = try expression()
        try expectName("as")
        let name = try assignableName()
        let withContext = try contextClause(default: false)
        try expect(.blockEnd)
        return .importModule(template, name: name, withContext: withContext)
    }

    mutating func importNames() throws(JinjaError) -> Statement.Kind {
        let template = try expression()
        try expectName("import")
        var names: [(name: String, alias: String)] = []
        var withContext = false
        while current.kind != .blockEnd {
            if !names.isEmpty { try expect(.comma) }
            if isContextClause {
                withContext = try contextClause(default: false)
                break
            }
            let position = current.position
            let name = try assignableName()
            guard !name.hasPrefix("_") else {
                throw failure("'\(name)' cannot be imported: it starts with '_'", at: position)
            }
            names.append((name, skipName("as") ? try assignableName() : name))
            if isContextClause {
                withContext = try contextClause(default: false)
                break
            }
        }
        guard !names.isEmpty else { throw failure("expected a name to import") }
        try expect(.blockEnd)
        return .importNames(template, names, withContext: withContext)
    }

    mutating func block() throws(JinjaError) -> BlockDefinition {
        let position = current.position
        let name = try identifier("the name of the block")
        guard blocks[name] == nil else {
            throw failure("the block '\(name)' is written twice", at: position)
        }
        let isScoped = skipName("scoped")
        let isRequired = skipName("required")
        // Reserved before the body is read, so that the body cannot take the name.
        blocks[name] = BlockDefinition(name: name, body: [], isScoped: false, isRequired: false)
        let outer = loops
        loops = 0
        let body = try body(until: ["endblock"])
        loops = outer
        advance()
        _ = skipName(name)
        try expect(.blockEnd)
        let block = BlockDefinition(
            name: name, body: body, isScoped: isScoped, isRequired: isRequired)
        blocks[name] = block
        return block
    }

    private var isContextClause: Bool {
        (isName("with") || isName("without")) && next.kind == .name("context")
    }

    /// `with context` or `without context`.
    private mutating func contextClause(default value: Bool) throws(JinjaError) -> Bool {
        guard isContextClause else { return value }
        let withContext = isName("with")
        advance()
        advance()
        return withContext
    }
}
