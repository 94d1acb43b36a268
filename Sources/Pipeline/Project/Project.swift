public import Foundation
public import Jinja

/// A dbt project as it was read: what it makes, from what, and in which order.
public struct Project: Sendable {
    /// The folder of `dbt_project.yml`.
    public let directory: URL
    /// What it was read with.
    public let options: LoadOptions
    /// What `dbt_project.yml` says.
    public let file: ProjectFile
    /// Models, seeds, tests and analyses, parents before children; what is disabled is not here.
    public internal(set) var nodes: [Node]
    /// What it reads and does not make; what is disabled is not here.
    public internal(set) var sources: [Source]
    /// What uses it from outside; what is disabled is not here.
    public internal(set) var exposures: [Exposure] = []
    /// Who owns its models.
    public internal(set) var groups: [Group] = []
    /// Semantic models, metrics and saved queries; what is disabled is not here.
    public internal(set) var semantics: [SemanticResource] = []
    /// What was noticed while reading.
    public internal(set) var warnings: [Warning]
    /// What templates told while the project was read: `log(…, info=true)` and `print(…)`.
    public internal(set) var messages: [String] = []

    let session: Session
    /// The project and its packages; the project is the last.
    let packages: [Package]
    var disabled: Set<String>
    /// The id of the semantic model that has a measure, by the measure's name.
    var measures: [String: String] = [:]
    var index = NodeIndex()
    var graph = DependencyGraph(parents: [])

    /// The project's name.
    public var name: String { file.name }

    /// How many statements run before and after all nodes.
    public var hookCount: Int {
        packages.map { $0.file.onRunStart.count + $0.file.onRunEnd.count }.reduce(0, +)
    }

    /// The node of an id.
    public func node(_ id: String) -> Node? { index.places[id].map { nodes[$0] } }

    /// The models, seeds and analyses of a name; tests have names that repeat.
    /// Of two packages' nodes the project's own comes first.
    public func node(named name: String) -> Node? {
        index.place(named: name, in: [self.name, nil]).map { nodes[$0] }
    }
}

/// What a project is read with.
public struct LoadOptions: Sendable {
    /// Where it will run; names of relations and `target` come from here.
    public var profile: Profile
    /// `--vars`.
    public var variables: [String: Value]
    /// What `env_var` sees.
    public var environment: [String: String]
    public var invocation: Invocation

    public init(
        profile: Profile = .inMemory, variables: [String: Value] = [:],
        environment: [String: String] = [:], invocation: Invocation = .fixed
    ) {
        self.profile = profile
        self.variables = variables
        self.environment = environment
        self.invocation = invocation
    }
}

/// Places of nodes and sources by id and name.
struct NodeIndex: Sendable {
    /// Nodes by id.
    var places: [String: Int] = [:]
    /// Models, seeds and analyses by name, then by package.
    var byName: [String: [String: Int]] = [:]
    /// Functions by name, then by package.
    var functions: [String: [String: Int]] = [:]
    /// Sources by `group.table`, then by package.
    var sources: [String: [String: Int]] = [:]
    /// Sources by id.
    var sourcePlaces: [String: Int] = [:]

    /// The node of a name in the first of the packages that has one; nil stands for any package.
    func place(named name: String, in packages: [String?]) -> Int? {
        Self.first(of: byName[name], in: packages)
    }

    /// The function of a name in the first of the packages that has one.
    func functionPlace(_ name: String, in packages: [String?]) -> Int? {
        Self.first(of: functions[name], in: packages)
    }

    /// The source of `group.table` in the first of the packages that has one.
    func sourcePlace(_ name: String, in packages: [String?]) -> Int? {
        Self.first(of: sources[name], in: packages)
    }

    private static func first(of places: [String: Int]?, in packages: [String?]) -> Int? {
        guard let places else { return nil }
        for package in packages {
            if let package {
                if let place = places[package] { return place }
            } else if let any = places.min(by: { $0.key < $1.key }) {
                return any.value
            }
        }
        return nil
    }
}
