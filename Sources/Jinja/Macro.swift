/// A macro as it is written in a template.
public struct Macro: Sendable, Hashable {
    /// The macro's name.
    public let name: String
    /// Its parameters in order.
    public let parameters: [String]
    /// The parameters that have no default.
    public let requiredParameters: [String]
    /// The line where it starts, from 1.
    public let line: Int
    /// Its text from `{% macro` to `endmacro %}`.
    public let source: String
}
