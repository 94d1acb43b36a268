/// A call that is written in a template, found without rendering.
public struct StaticCall: Sendable {
    /// The name that is called, with dots: `ref`, `adapter.dispatch`.
    public let name: String
    /// The arguments by place; `nil` for one that is not a literal.
    public let positional: [Value?]
    /// The arguments by name; a value is `nil` when it is not a literal.
    public let named: [(name: String, value: Value?)]
    /// Whether all arguments are literals and none is unpacked with `*` or `**`.
    public let isLiteral: Bool
    /// Whether the call stands where every rendering passes: outside of `if`, `for`, macros and
    /// conditional expressions.
    public let isUnconditional: Bool
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int
}

extension Template {
    /// The calls of given names in the order of the text.
    ///
    /// - Parameter names: plain or dotted names, such as `ref` and `adapter.dispatch`; `nil` for
    ///   all calls of names.
    public func calls(of names: Set<String>? = nil) -> [StaticCall] {
        var collector = CallCollector(names: names)
        collector.visit(body.statements)
        return collector.calls
    }

    /// The calls of given names in a section's body, as ``calls(of:)``.
    public func calls(of names: Set<String>? = nil, in section: Section) -> [StaticCall] {
        var collector = CallCollector(names: names)
        collector.visit(section.definition?.body ?? [])
        return collector.calls
    }
}
