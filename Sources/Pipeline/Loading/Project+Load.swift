public import Foundation
internal import Jinja

extension Project {
    /// Reads a project: every file, every dependency, every configuration. Nothing runs and the
    /// database is not asked.
    ///
    /// - Throws: ``PipelineError`` with file and line: what cannot be read, what is missing, named
    ///   twice, circular or not supported.
    public static func load(
        directory: URL, options: LoadOptions = LoadOptions()
    ) throws(PipelineError) -> Project {
        let file = try ProjectFile.load(
            directory: directory, environment: options.environment, variables: options.variables,
            profile: options.profile)
        let files = try ProjectFiles(
            directory: directory,
            folders: unique(
                file.modelPaths + file.seedPaths + file.testPaths + file.macroPaths
                    + file.analysisPaths + file.snapshotPaths + file.docsPaths))
        try refusePackages(files)
        var session = Session(
            projectName: file.name, profile: options.profile,
            variables: Variables(given: options.variables, project: file.variables),
            environment: EnvironmentVariables(values: options.environment),
            invocation: options.invocation, macros: MacroLibrary(projectName: file.name))
        session.docs = try DocsBlocks.read(files)
        for path in files.paths(in: file.macroPaths, ending: [".sql"])
            + files.paths(in: file.testPaths.map { $0 + "/generic" }, ending: [".sql"])
        {
            try session.macros.add(try files.read(path), file: path)
        }
        var loader = ProjectLoader(file: file, files: files, session: session)
        try loader.load()
        var project = Project(
            directory: directory, options: options, file: file, nodes: loader.nodes,
            sources: loader.sources, warnings: options.profile.warnings + loader.warnings,
            session: session, disabled: loader.disabled)
        try project.connect(loader.references)
        return project
    }

    private static func refusePackages(_ files: ProjectFiles) throws(PipelineError) {
        for name in ["packages.yml", "dependencies.yml"] {
            guard let text = try? files.read(name) else { continue }
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            where line.drop(while: { " -".contains($0) }).hasPrefix("package:")
                || line.drop(while: { " -".contains($0) }).hasPrefix("git:")
                || line.drop(while: { " -".contains($0) }).hasPrefix("local:")
                || line.drop(while: { " -".contains($0) }).hasPrefix("project:")
            {
                throw PipelineError.unsupported(
                    "a package", file: name, line: index + 1,
                    hint: "Copy the macros it is needed for into the project's macros.")
            }
        }
    }
}

/// The `{% docs name %}` blocks of Markdown files.
enum DocsBlocks {
    static func read(_ files: ProjectFiles) throws(PipelineError) -> [String: String] {
        var docs: [String: String] = [:]
        for path in files.paths where path.hasSuffix(".md") {
            let text = try files.read(path)
            for match in text.matches(
                of: /\{%-?\s*docs\s+(\w+)\s*-?%\}([\s\S]*?)\{%-?\s*enddocs\s*-?%\}/)
            {
                let name = String(match.1)
                let line = text[..<match.range.lowerBound].count { $0.isNewline } + 1
                if docs[name] != nil {
                    throw PipelineError(
                        .duplicate, "the docs block '\(name)' is written twice", file: path,
                        line: line)
                }
                docs[name] = match.2.trimmingCharacters(in: .whitespacesAndNewlines)
            }
        }
        return docs
    }
}
