public import Foundation

public import enum JSON.JSON

/// The folder that artifacts are written to: the project's `target`, as a rule.
public struct ArtifactFolder: Sendable {
    public let directory: URL

    public init(_ directory: URL) { self.directory = directory }

    /// Writes a document in the place of the one before it, whole or not at all.
    public func write(_ document: JSON, as name: String) throws(PipelineError) {
        try write(Data(document.bytes()), as: name)
    }

    /// Writes a page in the place of the one before it.
    public func write(page: String, as name: String) throws(PipelineError) {
        try write(Data(page.utf8), as: name)
    }

    /// Writes a file below the folder.
    func write(_ data: Data, as path: String) throws(PipelineError) {
        let url = directory.appending(path: path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: url, options: .atomic)
        } catch {
            throw PipelineError(
                .file, "\(path) cannot be written", file: url.path,
                hint: "Is there room on the disk, and may this user write there?")
        }
    }

    /// Reads a document; nil where there is none that can be read.
    public func read(_ name: String) -> JSON? {
        guard let data = try? Data(contentsOf: directory.appending(path: name)) else { return nil }
        return try? JSON.parse(Array(data))
    }
}
