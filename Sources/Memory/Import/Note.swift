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
        // CR LF is one character in Swift, and would be no line break below.
        let text = text.replacingOccurrences(of: "\r\n", with: "\n")
        body = text[...]
        guard text.hasPrefix("---\n") else { return }
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
        var fence: Fence?
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
            if let open = fence {
                if open.isClosed(by: line) { fence = nil }
                paragraph.append(line)
                continue
            }
            fence = Fence(line)
            if fence == nil, let heading = Self.heading(line) {
                endParagraph()
                endPassage()
                headings.removeAll { $0.level >= heading.level }
                headings.append(heading)
            } else if line.allSatisfy(\.isWhitespace) {
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
        let text = line.dropFirst(level).trimmingCharacters(in: CharacterSet(charactersIn: "# "))
        return text.isEmpty ? nil : (level, text)
    }
}

/// The line that opens a block of code (CommonMark 0.31, section 4.5).
private struct Fence {
    private let mark: Character
    private let length: Int

    init?(_ line: Substring) {
        let text = line.drop { $0 == " " }
        guard line.count - text.count <= 3, let mark = text.first, mark == "`" || mark == "~" else {
            return nil
        }
        let length = text.prefix { $0 == mark }.count
        guard length >= 3, mark == "~" || !text.dropFirst(length).contains("`") else { return nil }
        self.mark = mark
        self.length = length
    }

    /// A line of the same mark, at least as long, and nothing else.
    func isClosed(by line: Substring) -> Bool {
        guard let other = Fence(line), other.mark == mark, other.length >= length else {
            return false
        }
        return line.allSatisfy { $0 == mark || $0.isWhitespace }
    }
}
