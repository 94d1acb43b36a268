import Foundation
import JSON

/// A passage of a note as versions of it are compared: without the note's title, which changes when
/// its file is renamed.
struct PassageText {
    /// The headings above it.
    let headings: [String]
    /// What stands below them.
    let body: String
    let words: Set<String>

    init(content: String, context: String?, title: String?) {
        var headings = (context ?? "").components(separatedBy: " › ").filter { !$0.isEmpty }
        if let title, headings.first?.caseInsensitiveCompare(title) == .orderedSame {
            headings.removeFirst()
        }
        self.headings = headings
        let heading = context ?? ""
        body =
            content.hasPrefix(heading)
            ? content.dropFirst(heading.count).trimmingCharacters(in: .newlines) : content
        words = Set(
            (headings.joined(separator: " ") + " " + body).lowercased()
                .split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }

    /// What two passages have in common that say the same below the same headings.
    var key: String { headings.joined(separator: "\u{1}") + "\0" + body }

    /// The share of their words that two texts have in common (Jaccard).
    static func likeness(_ left: Set<String>, _ right: Set<String>) -> Double {
        if left.isEmpty && right.isEmpty { return 1 }
        let shared = left.intersection(right).count
        return Double(shared) / Double(left.count + right.count - shared)
    }
}

/// A note as earlier imports kept it: the passages that stand.
struct KeptNote {
    let path: String
    let file: String?
    let passages: [KeptPassage]
    let texts: [PassageText]
    let permalink: String?

    init(path: String, file: String?, passages: [KeptPassage]) {
        self.path = path
        self.file = file
        self.passages = passages
        let metadata = passages.map { $0.memory.metadata.flatMap { try? JSON.parse($0) } }
        permalink = metadata.lazy.compactMap { $0?["permalink"]?.string }.first
        let stated = metadata.lazy.compactMap { $0?["front_matter"]?["title"]?.string }.first
        let title = stated ?? NotePlace.title(ofFile: passages[0].memory.sessionID ?? path)
        texts = passages.map {
            PassageText(content: $0.memory.content, context: $0.memory.context, title: title)
        }
    }

    var session: String? { passages[0].memory.sessionID }
    var words: Set<String> { texts.reduce(into: []) { $0.formUnion($1.words) } }
}
