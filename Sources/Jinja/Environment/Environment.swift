/// What templates are read and rendered with: options, names known everywhere, filters, tests.
public struct Environment: Sendable {
    /// A filter: the first argument is the value it is applied to.
    public typealias Filter = Callable
    /// Finds another template by name, for `include`, `import` and `extends`; `nil` when there is
    /// none. The environment is the one of the template that asks.
    public typealias Loader =
        @Sendable (_ name: String, _ environment: Environment) throws(JinjaError) -> Template?

    /// How templates are read.
    public struct Options: Sendable {
        /// Whether the line break after a block is dropped; default: no.
        public var trimBlocks = false
        /// Whether blanks before a block at the start of a line are dropped; default: no.
        public var lstripBlocks = false
        /// Whether a line break at the end of the text is kept; default: no.
        public var keepTrailingNewline = false
        /// What undefined values do; default: lenient.
        public var undefined = UndefinedPolicy.lenient
        /// Tags of the host's own, such as dbt's `test`, `snapshot` and `docs`; default: none.
        public var sectionTags: [String: SectionTag] = [:]
        /// How much a template may ask for.
        public var limits = Limits()

        /// Jinja's defaults.
        public init() {}
    }

    /// How templates are read.
    public var options: Options
    /// Names that every template sees, beneath its own and the context's.
    public var globals: [String: Value]
    /// The filters by name.
    public var filters: [String: Filter]
    /// The tests by name: functions whose result counts as true or false.
    public var tests: [String: Callable]
    /// Finds other templates.
    public var loader: Loader?

    /// An environment with Jinja's built-in globals, filters and tests.
    public init(options: Options = Options()) {
        self.options = options
        globals = Builtins.globals
        filters = Builtins.filters
        tests = Builtins.tests
    }

    /// A loader of templates whose texts are at hand. They are read anew each time.
    public static func loader(of sources: [String: String]) -> Loader {
        { (name, environment) throws(JinjaError) in
            guard let source = sources[name] else { return nil }
            return try environment.template(source, name: name)
        }
    }

    /// Reads a template.
    ///
    /// - Parameters:
    ///   - source: the text.
    ///   - name: what errors call it.
    /// - Throws: ``JinjaError`` of code `.syntax` or `.limit`.
    public func template(
        _ source: String, name: String = "<template>"
    ) throws(JinjaError) -> Template {
        try Template(source, name: name, environment: self)
    }
}
