internal import Foundation

/// A project whose resources belong to the one that is run: the project itself, or one of the
/// packages it uses.
struct Package: Sendable {
    let file: ProjectFile
    let files: ProjectFiles
    /// What stands before the package's paths to make them paths from the project's folder:
    /// `dbt_packages/dbt_utils/`, and nothing for the project itself.
    let prefix: String

    /// The name by which macros, models and configs call it.
    var name: String { file.name }

    init(file: ProjectFile, directory: URL, prefix: String) throws(PipelineError) {
        self.file = file
        self.prefix = prefix
        files = try ProjectFiles(
            directory: directory,
            folders: unique(
                file.modelPaths + file.seedPaths + file.testPaths + file.macroPaths
                    + file.analysisPaths + file.snapshotPaths + file.docsPaths
                    + file.functionPaths))
    }

    /// Runs something that reads the package, and makes the files in its errors and those seen
    /// from the project's folder.
    func reading<T>(_ body: () throws(PipelineError) -> T) throws(PipelineError) -> T {
        do {
            return try body()
        } catch {
            var failure = error
            if let file = failure.file, !file.hasPrefix(prefix) { failure.file = prefix + file }
            throw failure
        }
    }
}
