extension Environment {
    /// How much one rendering may ask for, so that a hostile template ends with an error.
    public struct Limits: Sendable {
        /// The most levels of nesting in a template's text; default: 150.
        public var nesting = 150
        /// The most levels of nested evaluation, calls of macros included; default: 800.
        public var depth = 800
        /// The most bytes of output and of any string; default: 64 MiB.
        public var bytes = 64 << 20
        /// The most bytes of all strings that operations make in one rendering; default: 2 GiB.
        public var totalBytes = 2 << 30
        /// The most turns of all loops in one rendering, and elements of a range; default:
        /// 1,000,000.
        public var iterations = 1_000_000

        /// The defaults.
        public init() {}
    }
}
