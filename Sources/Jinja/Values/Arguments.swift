/// The arguments of a call, and the rendering that makes it.
public struct Arguments: Sendable {
    /// The arguments given by place.
    public var positional: [Value]
    /// The arguments given by name, in order.
    public var named: [(name: String, value: Value)]
    /// The rendering that makes the call; `nil` when Swift code does.
    public var rendering: Rendering?
    /// How deep the evaluation is that makes the call.
    var depth = 0

    /// Arguments of a call from Swift.
    public init(
        _ positional: [Value] = [], named: [(name: String, value: Value)] = [],
        rendering: Rendering? = nil
    ) {
        self.positional = positional
        self.named = named
        self.rendering = rendering
    }

    /// The number of arguments of both kinds.
    public var count: Int { positional.count + named.count }

    /// The argument of a name.
    public subscript(name: String) -> Value? { named.first { $0.name == name }?.value }

    /// The argument that stands at a place or carries a name; `nil` when it is not given.
    public func value(_ name: String, at index: Int) throws(JinjaError) -> Value? {
        let byName = self[name]
        guard index < positional.count else { return byName }
        guard byName == nil else {
            throw JinjaError(.argument, "got multiple values for argument '\(name)'")
        }
        return positional[index]
    }

    /// The argument that must be given.
    public func required(_ name: String, at index: Int) throws(JinjaError) -> Value {
        guard let value = try value(name, at: index) else {
            throw JinjaError(.argument, "missing argument '\(name)'")
        }
        return value
    }

    /// A string argument, or `nil` when it is not given or `None`.
    public func string(_ name: String, at index: Int) throws(JinjaError) -> String? {
        switch try value(name, at: index) {
        case nil, .some(.none): return nil
        case .string(let string)?: return string
        case let other?:
            throw JinjaError(
                .type, "argument '\(name)' must be a string, not \(other.typeName)")
        }
    }

    /// An integer argument, or `nil` when it is not given or `None`.
    public func int(_ name: String, at index: Int) throws(JinjaError) -> Int? {
        switch try value(name, at: index) {
        case nil, .some(.none): return nil
        case .int(let int)?: return int
        case .bool(let bool)?: return bool ? 1 : 0
        case let other?:
            throw JinjaError(
                .type, "argument '\(name)' must be an integer, not \(other.typeName)")
        }
    }

    /// A truth value, or `nil` when the argument is not given.
    public func bool(_ name: String, at index: Int) throws(JinjaError) -> Bool? {
        guard let value = try value(name, at: index) else { return nil }
        return try value.truth()
    }

    /// Refuses arguments beyond the ones a function knows.
    ///
    /// - Parameters:
    ///   - names: the parameters in order.
    ///   - function: what the error calls the function.
    public func allow(_ names: [String], in function: String) throws(JinjaError) {
        guard positional.count <= names.count else {
            throw JinjaError(
                .argument,
                "\(function)() takes at most \(names.count) arguments (\(positional.count) given)")
        }
        for (name, _) in named where !names.contains(name) {
            throw JinjaError(
                .argument, "\(function)() got an unexpected keyword argument '\(name)'")
        }
    }
}
