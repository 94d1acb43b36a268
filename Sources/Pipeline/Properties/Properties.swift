internal import Jinja
internal import YAML

/// What a properties file says of a model, seed, test or analysis.
struct Patch: Sendable {
    /// `models`, `seeds`, `analyses`, `tests`.
    let section: String
    let name: String
    let file: String
    let line: Int
    var description = ""
    var configuration: [String: Value] = [:]
    var columns: [ColumnProperties] = []
    var constraints: [Constraint] = []
    /// What a snapshot without a file of its own keeps: `ref('x')` or `source('x', 'y')`.
    var relation: String?
    var tests: [TestDeclaration] = []
    /// The version that this is about; nil for a model without versions, and for all else.
    var version: ModelVersion?
    /// The name of the version's file, without `.sql`.
    var definedIn: String?
    var deprecation: Deprecation?
    /// What a function takes and gives.
    var signature: FunctionSignature?

    /// By what it is found: its section and its name.
    var key: String { section + "/" + (version.map { "\(name).\($0.tag)" } ?? name) }
}

/// A source's table.
struct SourceDeclaration: Sendable {
    let source: Source
    let tests: [TestDeclaration]
}

/// A generic test as it is written below a node or a column.
struct TestDeclaration: Sendable {
    let node: YAML.Node
    /// The column as tests get it, quoted where that is asked for.
    let columnName: String?
    let columnTags: [String]
    let file: String
    var line: Int { node.line }
}

/// What all properties files say.
struct Properties: Sendable {
    var patches: [Patch] = []
    var sources: [SourceDeclaration] = []
    var exposures: [Exposure] = []
    var groups: [Group] = []
    var unitTests: [UnitTestDeclaration] = []
    var semantics: [SemanticResource] = []
    /// The id of the semantic model that has a measure, by the measure's name.
    var measures: [String: String] = [:]
    var warnings: [Warning] = []
}
