extension Parser {
    /// What may stand left of `=` or `in`: names, tuples of them, attributes of namespaces.
    mutating func target(
        endsBefore word: String? = nil, allowsAttributes: Bool = false
    ) throws(JinjaError) -> AssignmentTarget {
        var items: [AssignmentTarget] = []
        var isTuple = false
        while true {
            if case .name(word ?? "") = current.kind, !items.isEmpty { break }
            if isSymbol(.assign) || isSymbol(.rightParenthesis) { break }
            items.append(try singleTarget(allowsAttributes: allowsAttributes))
            guard skip(.comma) else { break }
            isTuple = true
        }
        guard let first = items.first else {
            throw failure("expected a name to assign to, found \(current.kind)")
        }
        return isTuple ? .tuple(items) : first
    }

    private mutating func singleTarget(
        allowsAttributes: Bool
    ) throws(JinjaError) -> AssignmentTarget {
        if isSymbol(.leftParenthesis) {
            let target = try nested { parser throws(JinjaError) in
                parser.advance()
                let inner = try parser.target(allowsAttributes: allowsAttributes)
                try parser.expect(.rightParenthesis)
                return inner
            }
            return target
        }
        let name = try assignableName()
        guard allowsAttributes, skip(.dot) else { return .name(name) }
        return .attribute(of: name, try identifier("the name of an attribute"))
    }

    mutating func assignableName() throws(JinjaError) -> String {
        let position = current.position
        let name = try identifier("a name to assign to")
        switch name {
        case "true", "false", "none", "True", "False", "None":
            throw failure("'\(name)' cannot be assigned to", at: position)
        default: return name
        }
    }
}
