/// Why a template could not be read or rendered, and where.
public struct JinjaError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Sendable {
        /// The text is not a template.
        case syntax
        /// A value that is not there was used.
        case undefined
        /// A value is of a kind that the operation does not take.
        case type
        /// A value is of the right kind, but not one the operation can use.
        case value
        /// An object has no such attribute.
        case attribute
        /// A missing key or an index outside a sequence.
        case lookup
        /// Arguments that the function or macro does not take, or lacks.
        case argument
        /// A filter or a test that the environment does not have.
        case unknownName
        /// A division by zero or an integer too large for 64 bits.
        case arithmetic
        /// A template that the loader does not have.
        case missingTemplate
        /// One of the environment's limits was exceeded.
        case limit
        /// Something the template language has and this library refuses, with the reason.
        case unsupported
        /// An error that the host raised.
        case host
        /// Not an error: `return()` on its way to the macro that it ends.
        case macroReturn
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong, without the place.
    public let message: String
    /// The name of the template; `nil` until the rendering has added it.
    public internal(set) var template: String?
    /// The line in the template, from 1; 0 when unknown.
    public internal(set) var line: Int
    /// The column in the line, in characters from 1; 0 when unknown.
    public internal(set) var column: Int
    /// The value on its way to a macro's caller; see ``Callable/macroReturn``.
    let returned: Value?
    /// The host's own error, when it wants it back: see ``init(_:_:underlying:)``.
    public let underlying: (any Error)?

    /// An error without a place: the rendering that runs the function adds it.
    ///
    /// - Parameter underlying: the host's own error, kept for whoever catches this one.
    public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.init(code, message, template: nil, line: 0, column: 0, underlying: underlying)
    }

    init(
        _ code: Code, _ message: String, template: String?, line: Int, column: Int,
        returned: Value? = nil, underlying: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.template = template
        self.line = line
        self.column = column
        self.returned = returned
        self.underlying = underlying
    }

    /// The same error with a place, unless it has one already: the innermost place counts.
    func located(in template: String, at position: SourcePosition) -> JinjaError {
        guard self.template == nil, code != .macroReturn else { return self }
        var error = self
        error.template = template
        error.line = position.line
        error.column = position.column
        return error
    }

    /// The signal that ends the macro it is thrown in and gives its call a value.
    public static func returning(_ value: Value) -> JinjaError {
        JinjaError(
            .macroReturn, "return() outside of a macro", template: nil, line: 0, column: 0,
            returned: value)
    }

    /// `template:line:column: message`.
    public var description: String {
        guard let template else { return message }
        return line > 0 ? "\(template):\(line):\(column): \(message)" : "\(template): \(message)"
    }
}
