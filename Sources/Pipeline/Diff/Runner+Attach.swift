internal import DuckDB

extension Runner {
    /// Makes the database of another target readable on this runner's connection.
    ///
    /// - Returns: the name it has there; nil where both targets are one database.
    /// - Throws: code `.profile` where it cannot be opened for reading.
    public func attach(
        _ other: Profile, as alias: String
    ) throws(PipelineError) -> String? {
        if other.path == profile.path { return nil }
        guard let path = other.path else {
            throw PipelineError(
                .profile, "the target '\(other.target)' is a database in memory: it has no rows",
                file: other.file)
        }
        do {
            try connection.execute(
                "ATTACH IF NOT EXISTS \(literal(path)) AS \(quoted(alias)) (READ_ONLY)")
        } catch {
            throw PipelineError(
                .profile, "the target '\(other.target)' cannot be read: \(error.code.rawValue)",
                file: other.file,
                hint: error.code == .locked
                    ? "Another process has it open." : "Has anything been built there?")
        }
        return alias
    }
}
