internal import Foundation

/// The files of a project, found once and read when they are needed.
struct ProjectFiles: Sendable {
    let directory: URL
    /// Paths relative to the project's folder, in the order of their bytes.
    let paths: [String]

    init(directory: URL, folders: [String]) throws(PipelineError) {
        self.directory = directory
        var paths: Set<String> = []
        let ignored = IgnoreFile(directory: directory)
        for folder in folders {
            let root = directory.appending(path: folder)
            guard let below = FileManager.default.enumerator(atPath: root.path) else { continue }
            for case let path as String in below {
                let isHidden = path.split(separator: "/").contains { $0.hasPrefix(".") }
                if !isHidden, !ignored.ignores(folder + "/" + path) {
                    paths.insert(folder + "/" + path)
                }
            }
        }
        self.paths = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The files below one of the folders with one of the endings.
    func paths(in folders: [String], ending endings: [String]) -> [String] {
        paths.filter { path in
            folders.contains { path.hasPrefix($0 + "/") }
                && endings.contains { path.hasSuffix($0) }
        }
    }

    /// A file's text.
    func read(_ path: String) throws(PipelineError) -> String {
        guard let data = try? Data(contentsOf: Package.url(of: path, in: directory)) else {
            throw PipelineError(.file, "the file cannot be read", file: path)
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw PipelineError(.file, "the file is not UTF-8", file: path)
        }
        return text
    }

    /// The part of a path below the folder that holds it, without its ending, in pieces.
    static func parts(of path: String, in folders: [String]) -> [String] {
        let folder = folders.filter { path.hasPrefix($0 + "/") }.max { $0.count < $1.count } ?? ""
        var parts = path.dropFirst(folder.count + 1).split(separator: "/").map(String.init)
        if let last = parts.popLast() {
            parts.append(String(last[..<(last.lastIndex(of: ".") ?? last.endIndex)]))
        }
        return parts
    }
}
