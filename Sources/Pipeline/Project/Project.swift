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
    /// What was noticed while reading.
    public internal(set) var warnings: [Warning]

    let session: Session
    let disabled: Set<String>
    var index = NodeIndex()
    var graph = DependencyGraph(parents: [])

    /// The project's name.
    public var name: String { file.name }

    /// The node of an id.
    public func node(_ id: String) -> Node? { index.places[id].map { nodes[$0] } }

    /// The models, seeds and analyses of a name; tests have names that repeat.
    public func node(named name: String) -> Node? { index.byName[name].map { nodes[$0] } }
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
    /// Models, seeds and analyses by name.
    var byName: [String: Int] = [:]
    /// Sources by `group.table`.
    var sources: [String: Int] = [:]
    /// Sources by id.
    var sourcePlaces: [String: Int] = [:]
}
