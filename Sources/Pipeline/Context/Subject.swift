internal import Jinja

/// What a rendering is about: a node, or the project as a whole.
struct Subject: Sendable {
    /// `this`; nil for the project as a whole.
    var relation: Relation?
    /// The package whose templates are rendered; nil for the project's own.
    var package: String?
    /// The node's id.
    var id: String?
    /// The node's name, for errors.
    var name: String?
    /// The node's file, for errors.
    var file: String?
    var configuration = Configuration()
    /// `model`, made when it is asked for.
    var facts: @Sendable () -> Value = { .none }
    /// The ids a `ref` or `source` may lead to when it runs; nil allows all.
    var parents: Set<String>?
    /// Further names, such as the `results` of a run's last hooks.
    var extra: [String: Value] = [:]
    var materialization: Materialization?
    /// The unit test whose model is rendered.
    var unitTest: UnitTest?
    var kind: Node.Kind?
    /// The batch that is built, of a microbatch model.
    var batch: Batch?

    init() {}

    init(node: Node) {
        parents = Set(node.parents)
        relation = node.relation
        package = node.package
        id = node.id
        name = node.name
        file = node.file
        configuration = node.configuration
        materialization = node.materialization
        unitTest = node.unitTest
        kind = node.kind
        facts = { node.facts }
    }
}

/// A use of another node or source in a template.
struct Reference: Sendable, Hashable {
    enum Target: Sendable, Hashable {
        /// `ref(name)` or `ref(package, name)`, each also of a version.
        case node(name: String, package: String?, version: String? = nil)
        /// `source(source, table)`.
        case source(String, table: String)
        /// `function(name)` or `function(package, name)`.
        case function(name: String, package: String?)
    }

    let target: Target
    let file: String?
    let line: Int?
}
