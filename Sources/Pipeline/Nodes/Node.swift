public import Jinja

/// A resource of a project that is compiled: a model, a seed, a test or an analysis.
public struct Node: Sendable, Identifiable {
    /// The kinds of resources, named as in selectors.
    public enum Kind: String, Sendable, CaseIterable {
        case model, seed, snapshot, test, analysis
        /// A function of the database that models call.
        case function
        /// A test of a model's SQL over rows that it brings itself.
        case unitTest = "unit_test"
        /// A statement of `on-run-start` or `on-run-end`; only results are of this kind.
        case operation
    }

    /// `kind.package.name`; generic tests add ten hexadecimal digits.
    public let id: String
    public let kind: Kind
    public let name: String
    /// The name of the project it belongs to.
    public let package: String
    /// The file it is defined in, relative to the folder of its package.
    public let path: String
    /// What stands before `path` to make it a path from the project's folder: nothing for the
    /// project's own, `dbt_packages/dbt_utils/` for a package's.
    let prefix: String
    /// The file it is defined in, from the project's folder.
    public var file: String { prefix + path }
    /// The line in `path` where it is defined: 1 but for generic tests.
    public let line: Int
    /// The project, the folders below the resource path and the name.
    public let fqn: [String]
    /// The template; empty for seeds.
    public let code: String
    public internal(set) var configuration: Configuration
    /// What is written of its configs: of several values the one that was said last, and of what
    /// its own file sets the text.
    var unrendered: [String: Value] = [:]
    public internal(set) var description: String
    public internal(set) var columns: [ColumnProperties]
    public internal(set) var tags: [String]
    /// Where the result goes. For tests it is only a name.
    public internal(set) var relation: Relation
    /// The ids of nodes and sources it is made from, in the order of their first use.
    public internal(set) var parents: [String] = []
    /// The generic test that this is, if it is one.
    public let test: GenericTest?
    /// The unit test that this is, if it is one.
    public internal(set) var unitTest: UnitTest?
    /// How it comes into being.
    public internal(set) var materialization: Materialization
    /// The materialization it asks for, where there is none of that name here; it fails when it
    /// is to be built.
    public internal(set) var foreignMaterialization: String?
    /// The rules of its table, for a model with an enforced contract; those of columns are with
    /// the columns.
    public internal(set) var constraints: [Constraint] = []
    /// Which version of its model it is; nil where there are none.
    public internal(set) var version: ModelVersion?
    /// From when on nobody should use it, as it is written.
    public internal(set) var deprecation: Deprecation?
    /// The properties file that describes it, relative to the folder of its package.
    public internal(set) var patchFile: String?
    /// What a function takes and gives; nil for all else.
    var signature: FunctionSignature?
    /// What its templates use, in the order of the text.
    public internal(set) var uses: [Use] = []

    let template: Template?
    /// The batch that is built, of a microbatch model; part of the names of its files.
    var batchName: String?
    var hooks: (before: [Hook], after: [Hook]) = ([], [])
}

/// A `ref` or `source` as a template has it.
public enum Use: Sendable, Hashable {
    /// `ref(name)` or `ref(package, name)`, each also of a version.
    case ref(name: String, package: String?, version: String?)
    /// `source(source, table)`.
    case source(String, table: String)
    /// `function(name)` or `function(package, name)`.
    case function(name: String, package: String?)
}

/// How a node comes into being in the database.
public enum Materialization: String, Sendable, CaseIterable {
    case view, table, incremental, ephemeral, seed, snapshot, test
    /// A file, and a view that reads it.
    case external
    /// A table macro: a query with parameters, which runs where it is called.
    case tableFunction = "table_function"
    /// Compiled and never run.
    case none
}

/// The test macro of a generic test with its arguments.
public struct GenericTest: Sendable {
    /// `not_null`, `unique`, or the name after `{% test`.
    public let name: String
    /// The package whose test it is, where it is named: `dbt_utils` in `dbt_utils.equality`.
    public let namespace: String?
    /// The id of the model, seed or source it is attached to; empty when that does not exist.
    public internal(set) var attachedTo: String
    public let columnName: String?
    /// The arguments as the properties file has them; texts may be templates.
    public let arguments: [(name: String, value: Value)]
    /// What it is attached to, as a template names it.
    let target: Reference.Target
}
