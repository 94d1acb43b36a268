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
            throw cannotWrite(path)
        }
    }

    /// Writes a node's SQL below the folder, for people to look at. A run writes two of them a
    /// node and may have thousands of nodes, so this is one file opened and written: no second
    /// file that takes its place, and the folder is only made where it turns out to be missing.
    func note(_ sql: String, as path: String) throws(PipelineError) {
        let url = directory.appending(path: path)
        if overwrite(url.path, with: sql) { return }
        do { try Self.makeFolder(for: url) } catch { throw cannotWrite(path) }
        guard overwrite(url.path, with: sql) else { throw cannotWrite(path) }
    }

    /// A file that is there is written over and then cut to its length: emptied first, ext4 would
    /// send it to the disk when it is closed, at ten times the price.
    private func overwrite(_ file: String, with text: String) -> Bool {
        guard let stream = fopen(file, "r+") ?? fopen(file, "w") else { return false }
        var text = text
        let written = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, stream) == $0.count }
        // A full disk may show itself only where the last bytes leave the buffer.
        let flushed = fflush(stream) == 0
        let cut = ftruncate(fileno(stream), off_t(text.utf8.count)) == 0
        return fclose(stream) == 0 && written && flushed && cut
    }

    private func cannotWrite(_ path: String) -> PipelineError {
        PipelineError(
            .file, "\(path) cannot be written", file: directory.appending(path: path).path,
            hint: "Is there room on the disk, and may this user write there?")
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
