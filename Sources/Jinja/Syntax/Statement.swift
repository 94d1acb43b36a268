/// A node of a template's tree.
final class Statement: Sendable {
    enum Kind: Sendable {
        case text(String)
        case output(Expression)
        case choice([(test: Expression, body: [Statement])], otherwise: [Statement])
        case loop(Loop)
        case set(AssignmentTarget, Expression)
        case setBlock(AssignmentTarget, filters: [FilterCall], body: [Statement])
        case macro(MacroDefinition)
        case callBlock(Expression, MacroDefinition)
        case filterBlock([FilterCall], body: [Statement])
        case with([(target: AssignmentTarget, value: Expression)], body: [Statement])
        case perform(Expression)
        case include(Expression, ignoresMissing: Bool, withContext: Bool)
        case importModule(Expression, name: String, withContext: Bool)
        case importNames(Expression, [(name: String, alias: String)], withContext: Bool)
        case block(BlockDefinition)
        case extends(Expression)
        case breakLoop
        case continueLoop
    }

    let kind: Kind
    let position: SourcePosition

    init(_ kind: Kind, at position: SourcePosition) {
        self.kind = kind
        self.position = position
    }
}

/// What stands left of `=` or between `for` and `in`.
indirect enum AssignmentTarget: Sendable {
    case name(String)
    case attribute(of: String, String)
    case tuple([AssignmentTarget])
}

/// A `for` loop.
struct Loop: Sendable {
    var target: AssignmentTarget
    var sequence: Expression
    var condition: Expression?
    var isRecursive: Bool
    /// Whether the body names `loop`.
    var usesState: Bool
    var body: [Statement]
    var otherwise: [Statement]
}

/// A macro, or the anonymous macro that the body of a `call` block is.
final class MacroDefinition: Sendable {
    let name: String
    let parameters: [(name: String, defaultValue: Expression?)]
    let body: [Statement]
    let position: SourcePosition
    /// Whether the body names `varargs`, `kwargs` or `caller`: only then are they accepted.
    let usesVarargs: Bool
    let usesKwargs: Bool
    let usesCaller: Bool
    /// The text from `{%` to `%}` of the end tag.
    let source: String

    init(
        name: String, parameters: [(name: String, defaultValue: Expression?)],
        body: [Statement], namesUsed: Set<String>, position: SourcePosition, source: String
    ) {
        self.name = name
        self.parameters = parameters
        self.body = body
        self.position = position
        self.source = source
        usesVarargs = namesUsed.contains("varargs")
        usesKwargs = namesUsed.contains("kwargs")
        usesCaller = namesUsed.contains("caller")
    }

    /// The macro as the library shows it.
    var summary: Macro {
        Macro(
            name: name, parameters: parameters.map(\.name),
            requiredParameters: parameters.filter { $0.defaultValue == nil }.map(\.name),
            line: position.line, source: source)
    }
}

/// A block that templates extending this one can replace.
final class BlockDefinition: Sendable {
    let name: String
    let body: [Statement]
    let isScoped: Bool
    let isRequired: Bool

    init(name: String, body: [Statement], isScoped: Bool, isRequired: Bool) {
        self.name = name
        self.body = body
        self.isScoped = isScoped
        self.isRequired = isRequired
    }
}
