import Foundation

@testable import Memory

/// The sleep project that is shipped, copied, with something in it changed.
struct SabotagedProject {
    let directory: URL

    init(in folder: URL) throws {
        directory = folder.appending(path: "project-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: try SleepProject.shipped(), to: directory)
    }

    /// Replaces a text in one of its files, which must hold it.
    func edit(_ file: String, _ old: String, _ new: String) throws {
        let path = directory.appending(path: file)
        let text = try String(contentsOf: path, encoding: .utf8)
        guard text.contains(old) else {
            throw MemoryError(.notFound, "\(file) does not hold: \(old)")
        }
        try text.replacing(old, with: new).write(to: path, atomically: true, encoding: .utf8)
    }

    /// Replaces a whole file.
    func write(_ file: String, _ text: String) throws {
        try text.write(to: directory.appending(path: file), atomically: true, encoding: .utf8)
    }
}
