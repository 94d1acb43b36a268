extension Node.Kind {
    /// The section of properties files that describes it.
    var section: String {
        switch self {
        case .model: "models"
        case .seed: "seeds"
        case .test: "data_tests"
        case .unitTest: "unit_tests"
        case .analysis: "analyses"
        case .function: "functions"
        case .snapshot: "snapshots"
        case .operation: "operations"
        }
    }

    var materialization: Materialization {
        switch self {
        case .model: .view
        case .seed: .seed
        case .test, .unitTest: .test
        case .snapshot: .snapshot
        case .analysis, .function, .operation: .none
        }
    }
}
