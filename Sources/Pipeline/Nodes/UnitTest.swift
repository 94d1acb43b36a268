public import Jinja

/// What a unit test gives a model to read, and the rows it expects of it.
public struct UnitTest: Sendable {
    /// Rows as they are written.
    public enum Rows: Sendable {
        /// Values by column; those of CSV are texts, or None where a field is empty.
        case values([[(column: String, value: Value)]])
        /// A query that gives them.
        case query(String)
        /// Those of the seed's file that the input names.
        case seed
    }

    /// What stands in for one of the relations that the model reads.
    public struct Input: Sendable {
        /// As it is written: `ref('x')`, `source('x', 'y')` or `this`.
        public let written: String
        public let rows: Rows
        /// What it stands in for; nil for `this`.
        let target: Reference.Target?
    }

    /// Which versions of a model are tested.
    enum Versions: Sendable {
        case only([String])
        case allBut([String])

        func takes(_ version: ModelVersion) -> Bool {
            switch self {
            case .only(let list): list.contains(version.text)
            case .allBut(let list): !list.contains(version.text)
            }
        }
    }

    /// The name of the model.
    public let model: String
    public let inputs: [Input]
    public let expected: Rows
    /// What macros give instead of what they would, by `name` or `package.name`.
    public let macros: [String: Value]
    /// What `var()` gives.
    public let variables: [String: Value]
    /// What `env_var()` gives.
    public let environment: [String: String]
    /// The version that `model` names: `orders v2`.
    var modelVersion: String?
    /// The versions of the model it is for; nil is for all.
    var versions: Versions?
    /// The declaration, for artifacts.
    let declaration: Value
}

extension Node {
    /// How it comes into being, as the project says.
    public var materializationName: String {
        foreignMaterialization ?? materialization.rawValue
    }

    /// Whether it looks at what others have made, and makes nothing.
    public var isTest: Bool { kind == .test || kind == .unitTest }
}
