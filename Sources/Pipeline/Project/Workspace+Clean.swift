internal import Foundation

extension Workspace {
    /// Removes the folders that `clean-targets` names, `target` where it says nothing.
    ///
    /// - Returns: the folders removed, as they are written.
    /// - Throws: code `.projectFile` where one lies outside of the project or holds its own files;
    ///   nothing is removed then.
    public func clean() throws(PipelineError) -> [String] {
        let file = try projectFile()
        let root = projectDirectory.standardizedFileURL.path
        let own = Set(
            (file.modelPaths + file.seedPaths + file.testPaths + file.macroPaths
                + file.analysisPaths + file.snapshotPaths)
                .map { projectDirectory.appending(path: $0).standardizedFileURL.path })
        var folders: [(name: String, path: String)] = []
        for name in file.cleanTargets {
            let url = URL(
                fileURLWithPath: name, isDirectory: true, relativeTo: projectDirectory
            ).standardizedFileURL
            let path = url.path.hasSuffix("/") ? String(url.path.dropLast()) : url.path
            let holdsOwn = own.contains { $0 == path || $0.hasPrefix(path + "/") }
            guard path.hasPrefix(root + "/"), !holdsOwn else {
                throw PipelineError(
                    .projectFile,
                    holdsOwn
                        ? "the clean target '\(name)' holds files of the project"
                        : "the clean target '\(name)' lies outside of the project",
                    file: ProjectFile.fileName, hint: "Remove it from `clean-targets`.")
            }
            folders.append((name, path))
        }
        var removed: [String] = []
        for folder in folders where FileManager.default.fileExists(atPath: folder.path) {
            do {
                try FileManager.default.removeItem(atPath: folder.path)
                removed.append(folder.name)
            } catch {
                throw PipelineError(.file, "the folder cannot be removed", file: folder.name)
            }
        }
        return removed
    }
}

extension Project {
    /// The version of dbt this is compatible with.
    public static var dbtVersion: String { Session.dbtVersion }
}
