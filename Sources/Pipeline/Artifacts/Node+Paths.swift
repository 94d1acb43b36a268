extension Node {
    /// Where its SQL is written below `target/compiled` and `target/run`: the package, its file
    /// and, for a generic test or a snapshot, a file of its own below that, as many of them can
    /// stand in one file.
    public var compiledPath: String {
        let file = "\(package)/\(path)"
        if kind == .snapshot { return "\(file)/\(name).sql" }
        if kind == .unitTest { return "\(file)/models/\(name).sql" }
        if let batchName {
            // Each batch has a file of its own beside the model's.
            let stem = file.hasSuffix(".sql") ? String(file.dropLast(4)) : file
            return "\(stem)/\(name)_\(batchName).sql"
        }
        return test == nil ? file : "\(file)/\(relation.identifier ?? name).sql"
    }
}
