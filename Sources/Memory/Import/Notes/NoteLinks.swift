import Foundation

/// Finds the note that a link means, among those of one folder: by path, by name, by another name
/// that the note has.
struct NoteLinks {
    private var paths: [String: String] = [:]
    private var names: [String: String] = [:]

    init(_ notes: [(path: String, properties: NoteProperties)]) {
        for note in notes { paths[Self.key(note.path)] = note.path }
        for note in notes {
            let stem = (note.path as NSString).lastPathComponent
            let others = [note.properties.title, note.properties.permalink].compactMap { $0 }
            // Of two notes of one name the first by path has it.
            for name in [stem] + note.properties.aliases + others {
                let key = Self.key(name)
                names[key] = names[key] ?? note.path
            }
        }
    }

    /// The path of the note that `link` means where it stands in `path`; nil where there is none.
    func path(of link: String, in path: String) -> String? {
        let folder = (path as NSString).deletingLastPathComponent
        let beside = (folder as NSString).appendingPathComponent(link)
        return paths[Self.key(Self.withoutDots(beside))]
            ?? paths[Self.key(Self.withoutDots(link))] ?? names[Self.key(link)]
    }

    private static func key(_ path: String) -> String {
        let path = path.precomposedStringWithCanonicalMapping
        let bare = NoteFolder.isNote(path) ? (path as NSString).deletingPathExtension : path
        return bare.lowercased()
    }

    private static func withoutDots(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
