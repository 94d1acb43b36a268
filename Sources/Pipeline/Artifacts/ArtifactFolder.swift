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
            try Self.makeFolder(for: url)
            try data.write(to: url, options: .atomic)
        } catch {
            throw PipelineError(
                .file, "\(path) cannot be written", file: url.path,
                hint: "Is there room on the disk, and may this user write there?")
        }
    }

    /// Makes the folder of a file. Earlier dbt wrote a snapshot's SQL where now the folder of
    /// all snapshots of a file is: such a file makes room.
    static func makeFolder(for url: URL) throws {
        let folder = url.deletingLastPathComponent()
        var isDirectory: ObjCBool = true
        if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory),
            !isDirectory.boolValue
        {
            try FileManager.default.removeItem(at: folder)
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Reads a document; nil where there is none that can be read.
    public func read(_ name: String) -> JSON? {
        guard let data = try? Data(contentsOf: directory.appending(path: name)) else { return nil }
        return try? JSON.parse(Array(data))
    }
}
