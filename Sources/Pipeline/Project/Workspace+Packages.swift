extension Workspace {
    /// A package that the project uses.
    public struct PackageFacts: Sendable, Hashable {
        public var name: String
        public var version: String?
        /// Seen from the project's folder, with a slash at its end; it may be absolute.
        public var path: String
    }

    /// The packages that are there, in the order of their names.
    ///
    /// - Throws: code `.missingPackage` for one that is asked for and not there.
    public func packages() throws(PipelineError) -> [PackageFacts] {
        // Nothing is run: neither a profile nor the values of variables are needed.
        let profile = (try? profile()) ?? .inMemory
        let options = LoadOptions(
            profile: profile, variables: variables, environment: environment,
            invocation: invocation)
        return try PackageFinder.packages(
            of: projectFile(isLenient: true), in: projectDirectory, options, isLenient: true
        ).map {
            PackageFacts(name: $0.name, version: $0.file.version, path: $0.prefix)
        }
    }
}
