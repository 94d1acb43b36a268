internal import Foundation
internal import Hashing
internal import YAML

/// `package-lock.yml`: the versions that were taken, so that the next installation takes the same.
struct PackageLock {
    static let fileName = "package-lock.yml"
    private static let hashKey = "requirements_hash"

    /// What to install; nil where there is no lock file, or the project asks for something else
    /// than when it was written.
    let packages: [PackageRequirement]?

    init(
        directory: URL, wanted: [PackageRequirement], renderer: ValueRenderer
    ) throws(PipelineError) {
        let url = directory.appending(path: Self.fileName)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            packages = nil
            return
        }
        let document: YAML.Node
        do { document = try YAML.parse(text, file: Self.fileName) } catch {
            throw PipelineError(error)
        }
        let locked = try PackageRequirement.read(document, renderer: renderer)
        if let node = document[Self.hashKey], case .string(let hash) = node.value {
            packages = hash == Self.hash(wanted) ? locked : nil
        } else {
            // dbt's own file counts as long as all that is wanted is in it.
            let isComplete = wanted.allSatisfy { one in locked.contains { $0.isSame(as: one) } }
            packages = isComplete ? locked : nil
        }
    }

    private static func hash(_ wanted: [PackageRequirement]) -> String {
        let lines = wanted.map {
            ([$0.key, $0.written, $0.subdirectory ?? ""] + $0.versions).joined(separator: " ")
        }
        return SHA256.hexadecimal(lines.sorted().joined(separator: "\n"))
    }

    static func write(
        _ packages: [FetchedPackage], wanted: [PackageRequirement], into directory: URL
    ) throws(PipelineError) {
        var entries: [YAML.Node] = []
        for package in packages {
            // What a package names by a path of its own is found again through that package.
            let isNamedHere = wanted.contains { $0.isSame(as: package.requirement) }
            if package.isLocal, !isNamedHere { continue }
            var entry = YAML.Mapping()
            func set(_ key: String, _ value: String) {
                entry.set(YAML.Node(.string(key)), YAML.Node(.string(value)))
            }
            set(package.requirement.key, package.requirement.written)
            set("name", package.name)
            switch package.requirement.key {
            case "git", "private": set("revision", package.version)
            case "package": set("version", package.version)
            default: break
            }
            if let below = package.requirement.subdirectory { set("subdirectory", below) }
            entries.append(YAML.Node(.mapping(entry)))
        }
        var document = YAML.Mapping()
        document.set(YAML.Node(.string("packages")), YAML.Node(.sequence(entries)))
        document.set(YAML.Node(.string(hashKey)), YAML.Node(.string(hash(wanted))))
        let url = directory.appending(path: fileName)
        do {
            try Data(YAML.emit(YAML.Node(.mapping(document))).utf8).write(to: url)
        } catch {
            throw PipelineError(.file, "the file cannot be written: \(error)", file: fileName)
        }
    }
}
