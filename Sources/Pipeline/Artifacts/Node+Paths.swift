extension Node {
    /// Where its SQL is written below `target/compiled` and `target/run`: the package, its file
    /// and, for a generic test, a file of its own below that.
    public var compiledPath: String {
        let file = "\(package)/\(path)"
        return test == nil ? file : "\(file)/\(relation.identifier ?? name).sql"
    }
}
