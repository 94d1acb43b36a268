internal import Foundation
internal import Jinja
internal import YAML

/// Finds the packages a project uses: those installed below `dbt_packages`, and those that
/// `packages.yml` or `dependencies.yml` name by a local path.
struct PackageFinder {
    let directory: URL
    let options: LoadOptions
    private var packages: [Package] = []
    private var folders: Set<String> = []
    /// Whether variables without a value are None in project files.
    private let isLenient: Bool

    init(directory: URL, options: LoadOptions, isLenient: Bool = false) {
        self.directory = directory
        self.options = options
        self.isLenient = isLenient
    }

    /// The packages in the order of their names.
    ///
    /// - Throws: code `.missingPackage` for one that is asked for and not there, `.duplicate` for
    ///   two of one name, `.projectFile` for what their project files cannot say.
    static func packages(
        of project: ProjectFile, in directory: URL, _ options: LoadOptions, isLenient: Bool = false
    ) throws(PipelineError) -> [Package] {
        var finder = PackageFinder(
            directory: directory, options: options, isLenient: isLenient)
        try finder.addInstalled(below: project.packagesPath)
        try finder.addRequired(by: project, prefix: "")
        for package in finder.packages where package.name == project.name {
            throw Self.duplicate(package, "the project itself")
        }
        return finder.packages.sorted { $0.name < $1.name }
    }

    /// Each folder of the packages' folder that holds a project file.
    private mutating func addInstalled(below path: String) throws(PipelineError) {
        let root = Package.url(of: path, in: directory)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        for name in names.sorted() where !name.hasPrefix("__") && !name.hasPrefix(".") {
            let folder = root.appending(path: name)
            let file = folder.appending(path: ProjectFile.fileName)
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            try add(folder, prefix: "\(path)/\(name)/")
        }
    }

    @discardableResult
    private mutating func add(_ folder: URL, prefix: String) throws(PipelineError) -> Bool {
        guard folders.insert(folder.resolvingSymlinksInPath().path).inserted else { return false }
        let file = try ProjectFile.load(
            directory: folder, environment: options.environment, variables: options.variables,
            profile: options.profile, label: prefix + ProjectFile.fileName, isPackage: true,
            isLenient: isLenient)
        if let other = packages.first(where: { $0.name == file.name }) {
            throw Self.duplicate(other, prefix)
        }
        packages.append(try Package(file: file, directory: folder, prefix: prefix))
        return true
    }

    private static func duplicate(_ package: Package, _ other: String) -> PipelineError {
        PipelineError(
            .duplicate, "two packages have the name '\(package.name)': the other is \(other)",
            file: package.prefix + ProjectFile.fileName,
            hint: "Macros and configs call packages by their names; remove one of them.")
    }

    // MARK: What is asked for

    /// Checks that what a project asks for is there; local paths are read where they lie.
    private mutating func addRequired(
        by project: ProjectFile, prefix: String
    ) throws(PipelineError) {
        for requirement in try requirements(prefix) {
            switch requirement.source {
            case .local(let path):
                let prefix = path.hasPrefix("/") ? path + "/" : prefix + path + "/"
                try addLocal(prefix, of: requirement, project)
            case .hub(let name):
                if !packages.contains(where: { $0.name == name || $0.folder == name }) {
                    throw requirement.missing(installPath: project.packagesPath)
                }
            case .other:
                // What the fetched project calls itself is only known when it is there.
                let count = packages.count { $0.prefix.hasPrefix(project.packagesPath + "/") }
                if count == 0 { throw requirement.missing(installPath: project.packagesPath) }
            }
        }
    }

    private mutating func addLocal(
        _ prefix: String, of requirement: PackageRequirement, _ project: ProjectFile
    ) throws(PipelineError) {
        let folder = Package.url(of: prefix, in: directory)
        let url = folder.appending(path: ProjectFile.fileName)
        guard FileManager.default.fileExists(atPath: url.path) else {
            // What is installed counts, wherever it came from.
            let name = folder.standardizedFileURL.lastPathComponent
            if packages.contains(where: { $0.folder == name || $0.name == name }) { return }
            throw requirement.missing(installPath: project.packagesPath)
        }
        let file = try ProjectFile.load(
            directory: folder, environment: options.environment, variables: options.variables,
            profile: options.profile, label: prefix + ProjectFile.fileName, isPackage: true,
            isLenient: isLenient)
        // An installed copy is what dbt would read.
        if packages.contains(where: {
            $0.name == file.name && $0.prefix.hasPrefix(project.packagesPath + "/")
        }) {
            return
        }
        if try add(folder, prefix: prefix) { try addRequired(by: file, prefix: prefix) }
    }

    private func requirements(_ prefix: String) throws(PipelineError) -> [PackageRequirement] {
        var found: [PackageRequirement] = []
        for name in ["dependencies.yml", "packages.yml"] {
            let url = Package.url(of: prefix + name, in: directory)
            guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
            let document: YAML.Node
            do { document = try YAML.parse(text, file: prefix + name) } catch {
                throw PipelineError(error)
            }
            let renderer = ValueRenderer(names: [
                "env_var": EnvironmentVariables(values: options.environment).function,
                "var": Variables(layers: [options.variables]).function,
            ])
            found += try PackageRequirement.read(document, renderer: renderer)
        }
        return found
    }
}

extension Package {
    /// The name of the folder it lies in.
    var folder: String { String(prefix.split(separator: "/").last ?? "") }

    /// Where a path leads that is seen from the project's folder; it may be absolute.
    static func url(of path: String, in directory: URL) -> URL {
        path.hasPrefix("/") ? URL(filePath: path) : directory.appending(path: path)
    }
}
