/// What a command is asked to take and to leave out.
public struct SelectionRequest: Sendable {
    /// Which tests come with the nodes that are selected.
    public enum Indirect: String, Sendable, CaseIterable {
        /// Those that read any of them.
        case eager
        /// Those that read nothing else.
        case cautious
        /// Those that read nothing but them and what they are made of.
        case buildable
        /// None.
        case empty
    }

    /// What to take; empty takes the default selector's nodes, or all.
    public var select: [String] = []
    /// What to leave out.
    public var exclude: [String] = []
    /// The name of a selector in `selectors.yml`, in place of `select` and `exclude`.
    public var selector: String?
    public var indirect = Indirect.eager
    /// The resource types to take, named as in `--resource-type`; empty takes all.
    public var types: Set<String> = []
    /// The resource types to leave out.
    public var excludedTypes: Set<String> = []
    /// The artifacts of an earlier run, which `state:` and `result:` compare with.
    public var state: PreviousState?

    public init() {}

    public init(select: [String], exclude: [String] = []) {
        self.select = select
        self.exclude = exclude
    }

    /// Whether a resource type is wanted.
    func takes(_ type: String) -> Bool {
        (types.isEmpty || types.contains("all") || types.contains(type))
            && !excludedTypes.contains(type)
    }
}
