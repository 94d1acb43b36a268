public import Foundation

extension Workspace {
    /// Copies the folders of `asset-paths` into a folder, over what is there; those that are not
    /// there are left out.
    public func copyAssets(to target: URL) throws(PipelineError) {
        for path in try projectFile().assetPaths {
            let source = projectDirectory.appending(path: path)
            guard FileManager.default.fileExists(atPath: source.path) else { continue }
            let copy = target.appending(path: path).standardizedFileURL
            let inside = source.standardizedFileURL.path + "/"
            if (target.standardizedFileURL.path + "/").hasPrefix(inside) {
                throw PipelineError(
                    .projectFile, "`asset-paths` names '\(path)', which holds the target folder",
                    file: ProjectFile.fileName)
            }
            do {
                try FileManager.default.createDirectory(
                    at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
                try? FileManager.default.removeItem(at: copy)
                try FileManager.default.copyItem(at: source, to: copy)
            } catch {
                throw PipelineError(
                    .configuration,
                    "the folder '\(path)' of `asset-paths` cannot be copied: "
                        + error.localizedDescription)
            }
        }
    }
}
