extension Arguments {
    /// What a filter or a test is applied to.
    var subject: Value { positional.first ?? .none }

    /// The arguments after the subject.
    var rest: ArraySlice<Value> { positional.dropFirst() }

    /// The text of what a filter is applied to.
    func subjectText() throws(JinjaError) -> String { try subject.text() }

    /// The string that a filter is applied to, when it takes nothing else.
    func subjectString(_ filter: String) throws(JinjaError) -> String {
        switch subject {
        case .string(let string): return string
        case .undefined(let undefined): throw undefined.error
        default:
            throw JinjaError(.type, "\(filter) takes a string, not \(subject.typeName)")
        }
    }

    var limits: Environment.Limits { rendering?.limits ?? Environment.Limits() }

    /// An undefined value that follows the policy of the rendering.
    func undefined(_ message: String) -> Value {
        rendering?.undefined("", message: message)
            ?? .undefined(Undefined(name: "", message: message))
    }

    /// The arguments for a filter or test that this one applies to an element.
    func applied(to element: Value, dropping count: Int) -> Arguments {
        var inner = self
        inner.positional = [element] + positional.dropFirst(count)
        return inner
    }
}
