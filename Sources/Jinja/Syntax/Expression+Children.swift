extension Expression {
    /// The nodes directly beneath this one.
    var children: [Expression] {
        switch kind {
        case .literal, .name: []
        case .list(let items), .tuple(let items), .concatenation(let items): items
        case .dict(let entries): entries.flatMap { [$0.key, $0.value] }
        case .negation(let one), .plus(let one), .not(let one), .attribute(let one, _): [one]
        case .and(let one, let other), .or(let one, let other), .binary(_, let one, let other),
            .item(let one, let other):
            [one, other]
        case .comparison(let first, let rest): [first] + rest.map(\.operand)
        case .conditional(let test, let then, let otherwise):
            [test, then] + (otherwise.map { [$0] } ?? [])
        case .slice(let base, let start, let stop, let step):
            [base] + [start, stop, step].compactMap { $0 }
        case .call(let callee, let arguments): [callee] + arguments.expressions
        case .filter(let filter, let base): [base] + filter.arguments.expressions
        case .test(let test, let base): [base] + test.arguments.expressions
        }
    }
}

extension CallArguments {
    /// All expressions among the arguments.
    var expressions: [Expression] {
        positional + named.map(\.value) + [sequence, mapping].compactMap { $0 }
    }
}
