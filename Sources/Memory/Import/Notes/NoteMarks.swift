import Foundation

/// What the text of a note marks besides its words: tags (`#garden/roses`) and links to other
/// notes (`[[Ada]]`, `[her page](people/ada.md)`). Code is looked over.
struct NoteMarks {
    /// Without the `#`, each once, in the order of the text.
    private(set) var tags: [String] = []
    /// As they are written, without heading and label; each once, in the order of the text.
    private(set) var links: [String] = []
    /// The heading that a link leads to, by the link: of `[[Ada#Phone]]` it is `Phone`.
    private(set) var headings: [String: String] = [:]

    init(in text: String) {
        let prose = Self.withoutCode(text)
        for match in prose.matches(of: /!?\[\[([^\[\]\n]+)\]\]/) {
            let target = match.output.1.prefix { $0 != "|" }
            addLink(
                String(target.prefix { $0 != "#" && $0 != "^" }),
                heading: String(target.drop { $0 != "#" }.prefix { $0 != "^" }))
        }
        for match in prose.matches(of: /\]\(\s*<?([^()<>\s]+)>?(?:\s+"[^"\n]*")?\s*\)/) {
            let whole = match.output.1
            let target = whole.prefix { $0 != "#" && $0 != "?" }
            // An address with a scheme leads out of the notes.
            guard target.firstMatch(of: /^[A-Za-z][A-Za-z0-9+.-]*:/) == nil else { continue }
            let path = target.removingPercentEncoding ?? String(target)
            if path.lowercased().hasSuffix(".md") || path.lowercased().hasSuffix(".markdown") {
                let heading = String(whole.drop { $0 != "#" })
                addLink(path, heading: heading.removingPercentEncoding ?? heading)
            }
        }
        let plain = prose.replacing(/\]\([^()\n]*\)|\[\[[^\[\]\n]*\]\]/, with: "]")
        let tag = /(?:^|[^\p{L}\p{N}\/#&=_\\-])#([\p{L}\p{N}_\/\-\p{Emoji_Presentation}]+)/
            .anchorsMatchLineEndings()
        for match in plain.matches(of: tag) { addTag(String(match.output.1)) }
    }

    private mutating func addTag(_ text: String) {
        let tag = text.trimmingCharacters(in: CharacterSet(charactersIn: "/-"))
        // `#12` is the number of something.
        guard tag.contains(where: { !$0.isNumber }), !tags.contains(tag) else { return }
        tags.append(tag)
    }

    /// - Parameter heading: `#Phone`, of headings in each other the last; or empty.
    private mutating func addLink(_ text: String, heading: String) {
        let link = text.trimmingCharacters(in: .whitespaces)
        if !link.isEmpty, !links.contains(link) { links.append(link) }
        let last = heading.split(separator: "#").last.map(String.init) ?? ""
        let name = last.trimmingCharacters(in: .whitespaces)
        if !link.isEmpty, !name.isEmpty, headings[link] == nil { headings[link] = name }
    }

    /// The text with its blocks and spans of code left out.
    private static func withoutCode(_ text: String) -> String {
        var fence: Fence?
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let open = fence {
                if open.isClosed(by: line) { fence = nil }
            } else if let opened = Fence(line) {
                fence = opened
            } else {
                lines.append(line)
            }
        }
        return lines.joined(separator: "\n").replacing(/(`+)[^`\n]+?\1/, with: " ")
    }
}
