extension YAML {
    /// A place in a file; lines and columns count from 1.
    public struct Position: Sendable, Hashable, CustomStringConvertible {
        /// The name given to the parser.
        public var file: String
        /// The line, from 1.
        public var line: Int
        /// The column in characters, from 1.
        public var column: Int

        /// A place in a file.
        public init(file: String, line: Int, column: Int) {
            self.file = file
            self.line = line
            self.column = column
        }

        /// `file:line:column`, as compilers print it.
        public var description: String { "\(file):\(line):\(column)" }
    }
}
