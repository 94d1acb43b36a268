/// Builds a template's tree from its tokens.
///
/// Depth is limited twice: `depth` counts the parser's own recursion, and the height of every
/// expression is checked when it is made, because chains grow high without recursion.
struct Parser {
    let tokens: [Token]
    let bytes: [UInt8]
    let name: String
    let options: Environment.Options
    private let stackFloor = StackSpace.floor
    var index = 0
    var depth = 0
    var loops = 0
    /// How often the name `loop` has been read.
    var loopUses = 0
    /// Which of `varargs`, `kwargs`, `caller` the macro being read has named.
    var specialNames: Set<String> = []
    var macros: [MacroDefinition] = []
    var blocks: [String: BlockDefinition] = [:]
    var sections: [Section] = []

    private init(
        tokens: [Token], bytes: [UInt8], name: String, options: Environment.Options
    ) {
        self.tokens = tokens
        self.bytes = bytes
        self.name = name
        self.options = options
    }

    static func parse(
        _ source: String, name: String, options: Environment.Options
    ) throws(JinjaError) -> TemplateBody {
        let (tokens, bytes) = try Lexer.tokens(of: source, name: name, options: options)
        var parser = Parser(tokens: tokens, bytes: bytes, name: name, options: options)
        let statements = try parser.statements(until: [])
        return TemplateBody(
            statements: statements, macroDefinitions: parser.macros, blocks: parser.blocks,
            sections: parser.sections)
    }

    var current: Token { tokens[index] }
    var next: Token { tokens[min(index + 1, tokens.count - 1)] }

    mutating func advance() { index = min(index + 1, tokens.count - 1) }

    func isSymbol(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }
    func isName(_ name: String) -> Bool { current.kind == .name(name) }

    mutating func skip(_ symbol: Symbol) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func skipName(_ name: String) -> Bool {
        guard isName(name) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Symbol) throws(JinjaError) {
        guard skip(symbol) else {
            throw failure("expected '\(symbol.rawValue)', found \(current.kind)")
        }
    }

    mutating func expectName(_ word: String) throws(JinjaError) {
        guard skipName(word) else { throw failure("expected '\(word)', found \(current.kind)") }
    }

    mutating func expect(_ kind: Token.Kind) throws(JinjaError) {
        guard current.kind == kind else {
            throw failure("expected \(kind), found \(current.kind)")
        }
        advance()
    }

    /// A name, for what the error calls it.
    mutating func identifier(_ role: String) throws(JinjaError) -> String {
        guard case .name(let name) = current.kind else {
            throw failure("expected \(role), found \(current.kind)")
        }
        advance()
        return name
    }

    func failure(
        _ message: String, _ code: JinjaError.Code = .syntax, at position: SourcePosition? = nil
    ) -> JinjaError {
        let position = position ?? current.position
        return JinjaError(
            code, message, template: name, line: position.line, column: position.column)
    }

    func checkDepth() throws(JinjaError) {
        guard depth <= options.limits.nesting, !StackSpace.isLow(stackFloor) else {
            throw failure("nested deeper than \(options.limits.nesting) levels", .limit)
        }
    }

    /// Runs a part of the parser one level deeper.
    mutating func nested<T>(
        _ body: (inout Parser) throws(JinjaError) -> T
    ) throws(JinjaError) -> T {
        depth += 1
        defer { depth -= 1 }
        try checkDepth()
        return try body(&self)
    }

    /// Makes an expression whose highest child is known.
    func make(
        _ kind: Expression.Kind, at position: SourcePosition, above children: Expression...
    ) throws(JinjaError) -> Expression {
        try make(kind, at: position, above: children)
    }

    func make(
        _ kind: Expression.Kind, at position: SourcePosition, above children: [Expression]
    ) throws(JinjaError) -> Expression {
        var height = 0
        for child in children { height = max(height, child.height) }
        guard height < options.limits.nesting else {
            throw failure(
                "an expression of more than \(options.limits.nesting) levels", .limit, at: position)
        }
        return Expression(kind, at: position, above: height)
    }
}
