extension Template {
    /// Whether what it puts out is the same in every context: no name and no call is among its
    /// expressions, and nothing but texts and expressions in it.
    public var isConstant: Bool {
        body.statements.allSatisfy { statement in
            switch statement.kind {
            case .text: true
            case .output(let expression): Self.isConstant(expression)
            default: false
            }
        }
    }

    private static func isConstant(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .name, .call: false
        default: expression.children.allSatisfy(isConstant)
        }
    }
}
