extension YAML {
    /// A value of a document with the place it was read from.
    ///
    /// Two nodes are equal when their values are: places, styles and tags do not count.
    public struct Node: Sendable {
        /// What a node holds.
        public enum Value: Sendable, Hashable {
            case null
            case bool(Bool)
            case int(Int)
            case double(Double)
            case string(String)
            case sequence([Node])
            case mapping(Mapping)
        }

        /// How the node was written.
        public enum Style: Sendable {
            case plain, singleQuoted, doubleQuoted, literal, folded, block, flow
        }

        /// What the node holds.
        public var value: Value
        /// Where it was read; `nil` when it was made by a program.
        public var position: Position?
        /// How it was written.
        public var style: Style
        /// The tag that was written out, such as `!!str`, in its long form.
        public var tag: String?
        /// The text of a scalar before it was resolved: `1.10` stays `1.10`, `yes` stays `yes`.
        public var source: String?

        /// A node; the place is for nodes that come from a file.
        public init(
            _ value: Value, at position: Position? = nil, style: Style = .plain,
            tag: String? = nil, source: String? = nil
        ) {
            self.value = value
            self.position = position
            self.style = style
            self.tag = tag
            self.source = source
        }

        /// The line in the file, from 1; 0 when the node came from no file.
        public var line: Int { position?.line ?? 0 }
        /// The column in the line, from 1; 0 when the node came from no file.
        public var column: Int { position?.column ?? 0 }
    }
}

extension YAML.Node: Hashable {
    public static func == (one: Self, other: Self) -> Bool { one.value == other.value }
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension YAML.Node: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
    ExpressibleByArrayLiteral
{
    public init(stringLiteral value: String) { self.init(.string(value)) }
    public init(integerLiteral value: Int) { self.init(.int(value)) }
    public init(floatLiteral value: Double) { self.init(.double(value)) }
    public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
    public init(nilLiteral: ()) { self.init(.null) }
    public init(arrayLiteral elements: YAML.Node...) { self.init(.sequence(elements)) }
}
