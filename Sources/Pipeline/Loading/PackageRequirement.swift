internal import Jinja
internal import YAML

/// An entry of `packages.yml` or `dependencies.yml`.
struct PackageRequirement {
    enum Source: Equatable {
        /// `local`: a folder, seen from the project that asks.
        case local(String)
        /// `package: owner/name`; the name alone.
        case hub(String)
        /// `git`, `tarball`, `private`: fetched from somewhere, by the text that says where.
        case other(String)
    }

    let source: Source
    /// `local`, `package`, `git`, `tarball` or `private`.
    let key: String
    /// Where it is, its templates rendered: a secret may be in it.
    let address: String
    /// The same as the file has it, for messages and for the lock file.
    let written: String
    /// Conditions of the hub's versions, or revisions of a repository.
    let versions: [String]
    /// The folder of a repository that holds the package.
    let subdirectory: String?
    /// What the package is called, where that is said.
    let name: String?
    /// Whether versions before a release count: `install-prerelease`.
    let takesEarlyVersions: Bool
    let file: String?
    let line: Int

    /// Whether both lead to one package, in whatever version.
    func isSame(as other: PackageRequirement) -> Bool {
        func plain(_ text: String) -> Substring {
            text.hasSuffix(".git") ? text.dropLast(4) : text[...]
        }
        return key == other.key && plain(address) == plain(other.address)
            && subdirectory == other.subdirectory
    }

    /// The entries of a file.
    static func read(
        _ document: YAML.Node, renderer: ValueRenderer
    ) throws(PipelineError) -> [PackageRequirement] {
        if document.isNull { return [] }
        guard case .mapping(let keys) = document.value else {
            throw failure("expected a list of packages under `packages`", document)
        }
        if let projects = keys["projects"], !Value(projects).isEmptyOrNone {
            throw PipelineError.unsupported(
                "`projects`", file: projects.position?.file, line: projects.line,
                hint: "Models of another project can be declared as sources.")
        }
        guard let packages = keys["packages"], !packages.isNull else { return [] }
        guard case .sequence(let items) = packages.value else {
            throw failure("expected a list of packages", packages)
        }
        var requirements: [PackageRequirement] = []
        for item in items { requirements.append(try read(item, renderer)) }
        return requirements
    }

    private static func read(
        _ item: YAML.Node, _ renderer: ValueRenderer
    ) throws(PipelineError) -> PackageRequirement {
        guard case .mapping(let keys) = item.value else {
            throw failure("expected a package: `package`, `local`, `git` or `tarball`", item)
        }
        for key in ["local", "package", "git", "tarball", "private"] {
            guard let node = keys[key], let text = try renderer.value(node).string else { continue }
            let source: Source =
                switch key {
                case "local": .local(text.hasSuffix("/") ? String(text.dropLast()) : text)
                case "package": .hub(String(text.split(separator: "/").last ?? ""))
                default: .other(text)
                }
            func value(of name: String) throws(PipelineError) -> String? {
                guard let node = keys[name], !node.isNull else { return nil }
                return try renderer.value(node).pythonText
            }
            let versions = try (keys["version"] ?? keys["revision"]).map {
                (node) throws(PipelineError) in try renderer.value(node)
            }
            var written = text
            if case .string(let source) = node.value { written = source }
            return PackageRequirement(
                source: source, key: key,
                address: key == "local" && text.hasSuffix("/") ? String(text.dropLast()) : text,
                written: written,
                versions: (versions?.elements ?? versions.map { [$0] } ?? []).map(\.pythonText),
                subdirectory: try value(of: "subdirectory"), name: try value(of: "name"),
                takesEarlyVersions: try value(of: "install-prerelease")?.lowercased() == "true",
                file: item.position?.file, line: item.line)
        }
        throw failure("expected a package: `package`, `local`, `git` or `tarball`", item)
    }

    /// The error of a package that is not there.
    func missing(installPath: String) -> PipelineError {
        let (what, hint) =
            switch source {
            case .local(let path):
                (
                    "the package in '\(path)' is not there: the folder has no dbt_project.yml",
                    "The path is seen from the folder of the project that asks for it."
                )
            case .hub(let name):
                (
                    "the package '\(name)' is not installed",
                    "Run `dormouse pipeline deps`, or copy its folder to \(installPath)/\(name)."
                )
            case .other:
                // The address may hold a token.
                (
                    "a package that is fetched by its address is not installed",
                    "Run `dormouse pipeline deps`, or copy its folder into \(installPath)."
                )
            }
        return PipelineError(.missingPackage, what, file: file, line: line, hint: hint)
    }

    private static func failure(_ message: String, _ node: YAML.Node) -> PipelineError {
        PipelineError(.projectFile, message, file: node.position?.file, line: node.line)
    }
}
