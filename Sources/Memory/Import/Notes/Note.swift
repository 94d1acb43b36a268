import Foundation

/// A Markdown note taken apart: front matter, headings, paragraphs.
struct Note {
    private(set) var properties = NoteProperties()
    private var body: Substring

    struct Passage: Equatable {
        /// The headings above it, outermost first.
        var headings: [String]
        /// Empty for a heading that stands by itself.
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
        guard let read = NoteProperties(yaml: lines[1..<end].joined(separator: "\n")) else {
            return
        }
        properties = read
        body = text[lines[end].endIndex...].drop { $0.isNewline }
    }

    /// The text under each heading, cut between paragraphs where it is longer than `longest`
    /// characters. A heading without anything below it is a passage without text.
    func passages(longest: Int) -> [Passage] {
        var cutter = PassageCutter(longest: longest)
        for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
            cutter.take(line)
        }
        return cutter.finish()
    }
}

/// Cuts the lines of a note into passages.
private struct PassageCutter {
    let longest: Int
    private var headings: [(level: Int, text: String)] = []
    /// Whether anything stands below the innermost heading so far.
    private var headingIsUsed = true
    private var passages: [Note.Passage] = []
    private var paragraph: [Substring] = []
    private var current = ""
    private var fence: Fence?

    init(longest: Int) { self.longest = longest }

    mutating func take(_ line: Substring) {
        if let open = fence {
            if open.isClosed(by: line) { fence = nil }
            paragraph.append(line)
            return
        }
        fence = Fence(line)
        if fence == nil, let heading = Self.heading(line) {
            endSection(before: heading.level)
            headings.removeAll { $0.level >= heading.level }
            headings.append(heading)
            headingIsUsed = false
        } else if line.allSatisfy(\.isWhitespace) {
            endParagraph()
        } else {
            paragraph.append(line)
        }
    }

    mutating func finish() -> [Note.Passage] {
        endSection(before: 0)
        return passages
    }

    /// - Parameter level: of the heading that follows; a deeper one uses the heading above it.
    private mutating func endSection(before level: Int) {
        endParagraph()
        endPassage()
        if !headingIsUsed, let last = headings.last, level <= last.level {
            passages.append(Note.Passage(headings: headings.map(\.text), text: ""))
        }
        headingIsUsed = true
    }

    private mutating func endParagraph() {
        let text = paragraph.joined(separator: "\n").trimmingCharacters(in: .newlines)
        paragraph = []
        if text.allSatisfy(\.isWhitespace) { return }
        if !current.isEmpty, current.count + text.count > longest { endPassage() }
        current += (current.isEmpty ? "" : "\n\n") + text
    }

    private mutating func endPassage() {
        if current.isEmpty { return }
        passages.append(Note.Passage(headings: headings.map(\.text), text: current))
        current = ""
        headingIsUsed = true
    }

    private static func heading(_ line: Substring) -> (level: Int, text: String)? {
        let level = line.prefix { $0 == "#" }.count
        guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
        let text = line.dropFirst(level).trimmingCharacters(in: CharacterSet(charactersIn: "# "))
        return text.isEmpty ? nil : (level, text)
    }
}
