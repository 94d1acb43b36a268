internal import Foundation
internal import Jinja
internal import YAML

/// Fetches the packages that a project and its packages ask for: from a folder, a git repository,
/// a tarball, or the hub; and writes down which versions it took.
public struct PackageInstaller {
    /// A package that was installed.
    public struct Installed: Sendable {
        public let name: String
        /// The revision, the version, or where it comes from.
        public let version: String
        /// Why it could not be fetched, where what was installed before is kept.
        public let trouble: String?
    }

    let project: ProjectFile
    let directory: URL
    let environment: [String: String]
    private let variables: [String: Value]
    /// Gets what lies at an address of the network.
    private let download: (String) throws(PipelineError) -> [UInt8]

    /// - Parameter download: gets the bytes at an `http` or `https` address.
    public init(
        _ workspace: Workspace, download: @escaping (String) throws(PipelineError) -> [UInt8]
    ) throws(PipelineError) {
        // As in dbt: packages are often fetched where variables are not known yet.
        project = try workspace.projectFile(isLenient: true)
        directory = workspace.projectDirectory
        environment = workspace.environment
        variables = workspace.variables
        self.download = download
    }

    /// Installs what is asked for.
    ///
    /// - Parameters:
    ///   - upgrade: whether the versions in the lock file are looked up anew.
    ///   - locksOnly: whether only the lock file is written.
    public func install(
        upgrade: Bool = false, locksOnly: Bool = false
    ) throws(PipelineError) -> [Installed] {
        let wanted = try requirements(in: directory)
        guard !wanted.isEmpty else { return [] }
        let lock = try PackageLock(directory: directory, wanted: wanted, renderer: renderer)
        let downloads = FileManager.default.temporaryDirectory
            .appending(path: "dormouse-packages-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: downloads) }
        do {
            try FileManager.default.createDirectory(
                at: downloads, withIntermediateDirectories: true)
        } catch {
            throw PipelineError(.file, "the folder \(downloads.path) cannot be made: \(error)")
        }
        let source = PackageSource(
            downloads: downloads, environment: environment, download: download)
        let locked = upgrade ? nil : lock.packages
        let packages = try resolve(locked ?? wanted, source, isLocked: locked != nil)
        try PackageLock.write(packages, wanted: wanted, into: directory)
        if !locksOnly { try place(packages) }
        return packages.map {
            Installed(name: $0.name, version: $0.version, trouble: $0.trouble)
        }
    }

    /// Fetches the packages, and what they ask for themselves.
    ///
    /// - Parameter isLocked: whether their versions are settled, whatever others ask for.
    private func resolve(
        _ wanted: [PackageRequirement], _ source: PackageSource, isLocked: Bool
    ) throws(PipelineError) -> [FetchedPackage] {
        var fetched: [FetchedPackage] = []
        var waiting = wanted.map { (requirement: $0, base: directory) }
        var ranges: [String: [String]] = [:]
        while !waiting.isEmpty {
            let (requirement, base) = waiting.removeFirst()
            if requirement.key == "package", !isLocked || ranges[requirement.address] == nil {
                ranges[requirement.address, default: []] += requirement.versions
            }
            if let known = fetched.first(where: { $0.requirement.isSame(as: requirement) }) {
                if !isLocked { try check(known, requirement) }
                continue
            }
            let later = isLocked ? [] : waiting.map(\.requirement)
            let versions =
                (ranges[requirement.address] ?? [])
                + later.filter { $0.isSame(as: requirement) }.flatMap(\.versions)
            var package: FetchedPackage
            do throws(PipelineError) {
                package = try source.fetch(requirement, versions: versions, base: base) {
                    (folder) throws(PipelineError) in try name(of: folder)
                }
            } catch {
                guard let old = installed(requirement) else { throw error }
                package = old
                package.trouble = error.message
            }
            if let other = fetched.first(where: { $0.name == package.name }) {
                throw PipelineError(
                    .duplicate,
                    "two packages have the name '\(package.name)': \(other.requirement.written) "
                        + "and \(requirement.written)", file: requirement.file,
                    line: requirement.line)
            }
            if package.name == project.name {
                throw PipelineError(
                    .duplicate, "the package \(requirement.written) has the project's own name",
                    file: requirement.file, line: requirement.line)
            }
            fetched.append(package)
            let folder = package.folder
            waiting += try requirements(in: folder).map { (requirement: $0, base: folder) }
        }
        return fetched
    }

    /// What is installed already, for when nothing can be fetched.
    private func installed(_ requirement: PackageRequirement) -> FetchedPackage? {
        let last = requirement.address.split(separator: "/").last.map(String.init)
        guard let name = requirement.name ?? (requirement.key == "package" ? last : nil),
            isPlainIdentifier(name)
        else { return nil }
        let folder = Package.url(of: project.packagesPath, in: directory).appending(path: name)
        guard
            FileManager.default.fileExists(
                atPath: folder.appending(path: ProjectFile.fileName).path)
        else { return nil }
        return FetchedPackage(
            requirement: requirement, name: name,
            version: requirement.versions.first ?? "as it is", folder: folder)
    }

    /// One package cannot be there in two versions.
    private func check(
        _ known: FetchedPackage, _ other: PackageRequirement
    ) throws(PipelineError) {
        let fits =
            switch other.key {
            case "package": other.versions.allSatisfy { known.fits($0) }
            case "git":
                other.versions.allSatisfy {
                    known.requirement.versions.contains($0) || known.version == $0
                }
            default: true
            }
        guard !fits else { return }
        throw PipelineError(
            .missingPackage,
            "the package \(other.written) is asked for in versions that exclude each other: "
                + "\(known.version) and \(other.versions.joined(separator: ", "))",
            file: other.file, line: other.line)
    }

    private func name(of folder: URL) throws(PipelineError) -> String {
        try ProjectFile.load(
            directory: folder, environment: environment, variables: variables, profile: nil,
            label: ProjectFile.fileName, isPackage: true, isLenient: true
        ).name
    }

    /// Puts the packages into the project's folder for them. Other folders there stay: somebody
    /// may have put them there.
    private func place(_ packages: [FetchedPackage]) throws(PipelineError) {
        let root = Package.url(of: project.packagesPath, in: directory)
        let files = FileManager.default
        do {
            try files.createDirectory(at: root, withIntermediateDirectories: true)
            for package in packages where package.trouble == nil {
                let target = root.appending(path: package.name)
                if (try? files.attributesOfItem(atPath: target.path)) != nil {
                    try files.removeItem(at: target)
                }
                if package.isLocal {
                    try files.createSymbolicLink(
                        at: target, withDestinationURL: package.folder.standardizedFileURL)
                } else {
                    try files.moveItem(at: package.folder, to: target)
                }
            }
        } catch {
            throw PipelineError(
                .file, "the packages cannot be put into \(project.packagesPath): \(error)")
        }
    }

    // MARK: What is asked for

    private var renderer: ValueRenderer {
        ValueRenderer(names: [
            "env_var": EnvironmentVariables(values: environment).function,
            "var": Variables(layers: [variables]).function,
        ])
    }

    private func requirements(in folder: URL) throws(PipelineError) -> [PackageRequirement] {
        var found: [PackageRequirement] = []
        for name in ["packages.yml", "dependencies.yml"] {
            let url = folder.appending(path: name)
            guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
            let document: YAML.Node
            do { document = try YAML.parse(text, file: name) } catch { throw PipelineError(error) }
            found += try PackageRequirement.read(document, renderer: renderer)
        }
        return found
    }
}
