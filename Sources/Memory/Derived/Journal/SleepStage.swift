/// How far a sleep goes; each stage builds on those before it.
public enum SleepStage: String, Sendable, CaseIterable {
    case staging
    case working
    case shortTerm = "short-term"
    case consolidation
    case longTerm = "long-term"

    /// The folder of its models in the sleep project.
    var folder: String {
        switch self {
        case .staging: "staging"
        case .working: "working"
        case .shortTerm: "short_term"
        case .consolidation: "consolidation"
        case .longTerm: "long_term"
        }
    }

    /// This stage and those before it.
    var upToHere: [SleepStage] {
        Array(Self.allCases.prefix { $0 != self }) + [self]
    }
}
