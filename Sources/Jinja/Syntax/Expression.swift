/// A place in a template; lines and columns count from 1.
struct SourcePosition: Sendable {
    var line: Int
    var column: Int
}

/// A node of an expression's tree. A class, because trees are passed around by the million.
final class Expression: Sendable {
    indirect enum Kind: Sendable {
        case literal(Value)
        case name(String)
        case list([Expression])
        case tuple([Expression])
        case dict([(key: Expression, value: Expression)])
        case negation(Expression)
        case plus(Expression)
        case not(Expression)
        case and(Expression, Expression)
        case or(Expression, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case concatenation([Expression])
        case comparison(Expression, [(comparator: Comparator, operand: Expression)])
        case conditional(test: Expression, then: Expression, otherwise: Expression?)
        case attribute(Expression, String)
        case item(Expression, Expression)
        case slice(Expression, start: Expression?, stop: Expression?, step: Expression?)
        case call(Expression, CallArguments)
        case filter(FilterCall, of: Expression)
        case test(TestCall, of: Expression)
    }

    let kind: Kind
    let position: SourcePosition
    /// The number of levels beneath, this one included: what evaluating and freeing it will take
    /// of the stack. A long chain `a + b + c` is as high as nested parentheses.
    let height: Int

    init(_ kind: Kind, at position: SourcePosition, above height: Int = 0) {
        self.kind = kind
        self.position = position
        self.height = height + 1
    }
}

enum BinaryOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case modulo = "%"
    case power = "**"
}

enum Comparator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case contained = "in"
    case notContained = "not in"
}

/// The arguments as they are written.
struct CallArguments: Sendable {
    var positional: [Expression] = []
    var named: [(name: String, value: Expression)] = []
    /// What stands after `*`.
    var sequence: Expression?
    /// What stands after `**`.
    var mapping: Expression?
}

struct FilterCall: Sendable {
    var name: String
    var arguments: CallArguments
    var position: SourcePosition
}

struct TestCall: Sendable {
    var name: String
    var arguments: CallArguments
}
