import Foundation
import Memory
import YAML

/// The namespace of the folder one works in: the file `.dormouse` there or in a folder above it
/// says `namespace: NAME`.
enum WorkingNamespace {
    /// - Throws: `invalidInput` for a file that cannot be read or names none.
    static func find(from directory: String) throws -> String? {
        var folder = URL(fileURLWithPath: directory, isDirectory: true).standardizedFileURL
        while true {
            let file = folder.appending(path: ".dormouse")
            var isDirectory: ObjCBool = false
            // `~/.dormouse` is a folder: the home.
            if FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory),
                !isDirectory.boolValue
            {
                return try read(file)
            }
            let above = folder.deletingLastPathComponent().standardizedFileURL
            if above.path == folder.path { return nil }
            folder = above
        }
    }

    private static func read(_ file: URL) throws -> String {
        do {
            let text = try String(contentsOf: file, encoding: .utf8)
            let name = try YAML.parse(text, file: file.path).required("namespace").text()
            try MemoryDraft.validate(namespace: name)
            return name
        } catch {
            throw MemoryError(
                .invalidInput,
                "\(file.path) cannot be used: \(error). Expected one line: namespace: NAME")
        }
    }
}
