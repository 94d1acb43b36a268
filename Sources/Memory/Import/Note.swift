import Foundation
import YAML

/// A Markdown note taken apart: front matter, headings, paragraphs.
struct Note {
    var title: String?
    var date: String?
    var tags: [String] = []
    private var body: Substring

    struct Passage: Equatable {
        /// The headings above it, outermost first: `Pilot review › Costs`.
        var heading: String
        var text: String
    }

    init(text: String) {
        body = text[...]
        guard text.hasPrefix("---\n") || text.hasPrefix("---\r\n") else { return }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard
            let end = lines.dropFirst().firstIndex(where: {
                ["---", "..."].contains($0.trimmingCharacters(in: .whitespaces))
            })
        else { return }
        // A note whose first lines only look like front matter is still a note: keep them as text.
        guard readFrontMatter(lines[1..<end].joined(separator: "\n")) else { return }
        body = text[lines[end].endIndex...].drop { $0.isNewline }
    }

    private mutating func readFrontMatter(_ text: String) -> Bool {
        guard let node = try? YAML.parse(text, file: "front matter"),
            let entries = try? node.mapping()
        else { return false }
        for (key, value) in entries {
            guard let name = try? key.text() else { continue }
            switch name.lowercased() {
            case "title": title = try? value.text()
            case "date", "created", "created_at": date = date ?? (try? value.text())
            case "tags", "keywords": tags = Self.tags(value)
            default: break
            }
        }
        return true
    }

    /// A list, or one text with commas or spaces between the tags.
    private static func tags(_ value: YAML.Node) -> [String] {
        if let list = try? value.sequence() { return list.compactMap { try? $0.text() } }
        let text = (try? value.text()) ?? ""
        return text.split { $0 == "," || $0 == " " }.map(String.init)
    }

    /// The text under each heading, cut between paragraphs where it is longer than `longest`
    /// characters. A heading without text of its own gives no passage, but stays above the next.
    func passages(longest: Int) -> [Passage] {
        var headings: [(level: Int, text: String)] = []
        var passages: [Passage] = []
        var paragraph: [Substring] = []
        var current = ""
        var inFence = false
        func path() -> String { headings.map(\.text).joined(separator: " › ") }
        func endParagraph() {
            let text = paragraph.joined(separator: "\n").trimmingCharacters(in: .newlines)
            paragraph = []
            if text.allSatisfy(\.isWhitespace) { return }
            if !current.isEmpty, current.count + text.count > longest { endPassage() }
            current += (current.isEmpty ? "" : "\n\n") + text
        }
        func endPassage() {
            if !current.isEmpty { passages.append(Passage(heading: path(), text: current)) }
            current = ""
        }
        for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") || line.hasPrefix("~~~") { inFence.toggle() }
            if !inFence, let heading = Self.heading(line) {
                endParagraph()
                endPassage()
                headings.removeAll { $0.level >= heading.level }
                headings.append(heading)
            } else if line.allSatisfy(\.isWhitespace), !inFence {
                endParagraph()
            } else {
                paragraph.append(line)
            }
        }
        endParagraph()
        endPassage()
        return passages
    }

    private static func heading(_ line: Substring) -> (level: Int, text: String)? {
        let level = line.prefix { $0 == "#" }.count
        guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
        let text = line.dropFirst(level).trimmingCharacters(in: CharacterSet(charactersIn: "# \r"))
        return text.isEmpty ? nil : (level, text)
    }
}
