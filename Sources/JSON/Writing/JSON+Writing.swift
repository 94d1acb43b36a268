extension JSON {
    /// How values are laid out.
    public enum Layout: Sendable, Hashable {
        /// Everything on one line, without spaces.
        case compact
        /// A line for each element, indented by two spaces.
        case pretty
    }

    /// The value as JSON text.
    ///
    /// Slashes are not escaped, control characters are (those of terminals beyond ASCII too), and
    /// numbers that are not finite become `null`.
    public func text(_ layout: Layout = .compact) -> String {
        String(decoding: bytes(layout), as: UTF8.self)
    }

    /// The value as JSON in UTF-8.
    public func bytes(_ layout: Layout = .compact) -> [UInt8] {
        var writer = Writer(layout: layout)
        writer.write(self)
        return writer.bytes
    }
}

extension JSON: CustomStringConvertible {
    public var description: String { text() }
}
