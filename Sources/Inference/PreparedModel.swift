import Foundation

/// A copy of a model that opens several times faster: the graph after optimising, and the weights
/// beside it in a file that is mapped instead of read.
///
/// Its directory's name says what it was made from and with, so a copy that is there fits, and it
/// gets its name only once it is complete.
struct PreparedModel {
    let directory: String
    let weightsName = "weights.bin"
    var model: String { directory + "/model.onnx" }
    var isThere: Bool { FileManager.default.isReadableFile(atPath: model) }

    private static let prefix = "prepared-"

    /// The place of the copy of a model; none when the model's size and age cannot be told.
    init?(of model: String) {
        // FileManager would look up the owner's name as well, which may ask a directory server.
        var file = stat()
        guard stat(model, &file) == 0 else { return nil }
        #if canImport(Darwin)
            let changed = file.st_mtimespec
        #else
            let changed = file.st_mtim
        #endif
        directory =
            "\(Self.parent(of: model))/\(Self.prefix)\(Runtime.version)-\(file.st_size)-"
            + "\(changed.tv_sec).\(changed.tv_nsec)"
    }

    private init(directory: String) { self.directory = directory }

    /// Writes the copy unless it is there, and removes those of other versions.
    static func write(of model: String) throws(InferenceError) {
        guard let copy = PreparedModel(of: model), !copy.isThere else { return }
        let files = FileManager.default
        let draft = PreparedModel(directory: copy.directory + ".\(UUID().uuidString).partial")
        defer { try? files.removeItem(atPath: draft.directory) }
        do {
            try files.createDirectory(
                atPath: draft.directory, withIntermediateDirectories: false)
        } catch {
            throw notWritten(model, error)
        }
        _ = try Session(path: model, optimising: .andSaving(draft))
        do {
            for file in [draft.model, draft.directory + "/" + draft.weightsName] {
                let handle = try FileHandle(forUpdating: URL(filePath: file))
                try handle.synchronize()
                try handle.close()
            }
            try files.moveItem(atPath: draft.directory, toPath: copy.directory)
        } catch {
            // Somebody else may have finished first.
            if !copy.isThere { throw notWritten(model, error) }
        }
        copy.removeOthers()
    }

    /// Removes finished copies with another name. A process that has one mapped keeps its pages.
    private func removeOthers() {
        let files = FileManager.default
        let parent = Self.parent(of: directory)
        for name in (try? files.contentsOfDirectory(atPath: parent)) ?? []
        where name.hasPrefix(Self.prefix) && !name.hasSuffix(".partial") {
            let other = parent + "/" + name
            if other != directory { try? files.removeItem(atPath: other) }
        }
    }

    private static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private static func notWritten(_ model: String, _ error: any Error) -> InferenceError {
        InferenceError(
            .notWritten,
            "Cannot write the prepared copy of \(model) beside it: \(error.localizedDescription) "
                + "Make room or make the folder writable. The model works without the copy.")
    }
}
