public import Jinja

/// A part of the semantic layer. It is read, listed and written down for the tools that use it;
/// nothing of it is run.
public struct SemanticResource: Sendable, Identifiable {
    /// The kinds, named as in selectors.
    public enum Kind: String, Sendable, CaseIterable {
        case semanticModel = "semantic_model"
        case metric
        case savedQuery = "saved_query"

        /// The section of properties files and of the manifest.
        public var section: String {
            switch self {
            case .semanticModel: "semantic_models"
            case .metric: "metrics"
            case .savedQuery: "saved_queries"
            }
        }
    }

    /// `kind.package.name`.
    public let id: String
    public let kind: Kind
    public let name: String
    public let package: String
    /// The file it is declared in, relative to the folder of its package.
    public let file: String
    public let line: Int
    public let fqn: [String]
    public var configuration = Configuration()
    public var tags: [String] = []
    /// What the properties file says of it.
    public let declaration: Value
    /// The ids of what it is made from.
    public internal(set) var parents: [String] = []
    /// The model it describes.
    var model: Reference.Target?
    /// The metrics and the measures it is made from.
    var metrics: [String] = []
    var measures: [String] = []
}
