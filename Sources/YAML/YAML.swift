/// YAML 1.1 read through libyaml and resolved the way PyYAML's safe loader does it, because
/// that is what dbt's users write against: `yes` is true, `010` is eight, `1:30` is ninety.
///
/// One known difference: timestamps (`2024-01-31`) stay strings.
public enum YAML {
    /// How much a document may ask for. Aliases count with everything they stand for, so that a
    /// few lines of nested aliases cannot grow to gigabytes.
    public struct Limits: Sendable {
        /// The most nodes of a document, aliases expanded.
        public var nodes: Int
        /// The most levels of nesting.
        public var depth: Int

        /// - Parameters:
        ///   - nodes: the most nodes of a document, aliases expanded; default 1,000,000.
        ///   - depth: the most levels of nesting; default 200.
        public init(nodes: Int = 1_000_000, depth: Int = 200) {
            self.nodes = nodes
            self.depth = depth
        }
    }

    /// Reads a text of one document. A text without any document is null.
    ///
    /// - Parameters:
    ///   - text: the YAML text.
    ///   - file: the name that errors carry; a path relative to the project reads best.
    /// - Throws: ``YAMLError`` with file, line and column; code `.severalDocuments` when the text
    ///   holds more than one document.
    public static func parse(
        _ text: String, file: String = "<text>", limits: Limits = Limits()
    ) throws(YAMLError) -> Node {
        var composer = Composer(text, file: file, limits: limits)
        guard let first = try composer.nextDocument() else {
            return Node(.null, at: Position(file: file, line: 1, column: 1))
        }
        if let second = try composer.nextDocument() {
            throw YAMLError(
                .severalDocuments, "expected one document, but a second one starts here",
                second.position)
        }
        return first
    }

    /// Reads all documents of a text.
    public static func parseAll(
        _ text: String, file: String = "<text>", limits: Limits = Limits()
    ) throws(YAMLError) -> [Node] {
        var composer = Composer(text, file: file, limits: limits)
        var documents: [Node] = []
        while let document = try composer.nextDocument() { documents.append(document) }
        return documents
    }

    /// Writes a node as block-style YAML that ``parse(_:file:limits:)`` reads back to an equal
    /// node. The text ends with a newline.
    public static func emit(_ node: Node) -> String {
        var emitter = Emitter()
        emitter.document(node)
        return emitter.text
    }
}
