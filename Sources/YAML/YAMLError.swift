/// Why a YAML text could not be read, and where.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Sendable {
        /// The text is not YAML.
        case syntax
        /// A node is of another kind than the reader asked for.
        case type
        /// A key that the reader needs is absent.
        case missingKey
        /// An alias names no anchor, or the anchor that contains it.
        case alias
        /// A tag that has no meaning here, or that the value does not fit.
        case tag
        /// A number outside the range of `Int`.
        case range
        /// A key that is a mapping or a sequence, or a merge of something else than mappings.
        case key
        /// More than one document where one was expected.
        case severalDocuments
        /// One of ``YAML/Limits`` was exceeded.
        case limit
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong, without the place.
    public let message: String
    /// Where; `nil` for a node that came from no file.
    public let position: YAML.Position?

    /// An error at a place.
    public init(_ code: Code, _ message: String, _ position: YAML.Position?) {
        self.code = code
        self.message = message
        self.position = position
    }

    /// `file:line:column: message`.
    public var description: String {
        position.map { "\($0): \(message)" } ?? message
    }
}
