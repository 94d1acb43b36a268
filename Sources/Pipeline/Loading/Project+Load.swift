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
        let own = try Package(file: file, directory: directory, prefix: "")
        let packages = try PackageFinder.packages(of: file, in: directory, options) + [own]
        let session = try session(file, packages, options)
        var project = Project(
            directory: directory, options: options, file: file, nodes: [], sources: [],
            warnings: options.profile.warnings, session: session, packages: packages,
            disabled: [])
        var references: [String: [Reference]] = [:]
        for package in packages {
            var loader = ProjectLoader(package: package, root: file, session: session)
            try package.reading { () throws(PipelineError) in try loader.load() }
            project.nodes += loader.nodes
            project.sources += loader.sources
            project.exposures += loader.exposures
            project.groups += loader.groups
            project.semantics += loader.semantics
            project.measures.merge(loader.measures) { $1 }
            project.disabled.formUnion(loader.disabled)
            references.merge(loader.references) { $1 }
            // Nobody here can change what a package's files say.
            if package.name == file.name { project.warnings += loader.warnings }
        }
        try project.connect(references)
        project.messages = session.reading.messages
        project.warnings += session.reading.warnings
        return project
    }

    /// What all templates share: the macros, docs blocks and variables of all packages.
    private static func session(
        _ root: ProjectFile, _ packages: [Package], _ options: LoadOptions
    ) throws(PipelineError) -> Session {
        var session = Session(
            projectName: root.name, profile: options.profile,
            environment: EnvironmentVariables(values: options.environment),
            invocation: options.invocation, macros: MacroLibrary(root: root.name),
            docs: Docs(root: root.name))
        session.macros.searchOrders = root.searchOrders
        session.macros.packagesReplaceMaterializations = root.packagesReplaceMaterializations
        for package in packages {
            let (file, files) = (package.file, package.files)
            var layers = [options.variables] + root.variables(for: package.name)
            if package.name != root.name { layers += file.variables(for: package.name) }
            session.variables[package.name] = Variables(layers: layers)
            try package.reading { () throws(PipelineError) in
                try session.docs.add(files, of: package.name)
                for path in files.paths(in: file.macroPaths, ending: [".sql"])
                    + files.paths(in: file.testPaths.map { $0 + "/generic" }, ending: [".sql"])
                {
                    try session.macros.add(
                        try files.read(path), file: package.prefix + path, package: package.name)
                }
            }
        }
        return session
    }
}
