internal import Foundation

/// `.dbtignore`: files that are not read, in the patterns of `.gitignore`.
struct IgnoreFile: Sendable {
    private struct Rule {
        let pattern: [Substring]
        let isAnchored: Bool
        let isFolder: Bool
        let isTakenBack: Bool
    }

    private let rules: [Rule]

    /// The rules of a project's folder; none where there is no such file.
    init(directory: URL) {
        let url = directory.appending(path: ".dbtignore")
        self.init((try? String(contentsOf: url, encoding: .utf8)) ?? "")
    }

    init(_ text: String) {
        rules = text.split(whereSeparator: \.isNewline).compactMap { line in
            var line = line
            while line.last?.isWhitespace == true, !line.dropLast().hasSuffix("\\") {
                line.removeLast()
            }
            guard let first = line.first, first != "#" else { return nil }
            if first == "!" { line.removeFirst() }
            if line.hasPrefix("\\#") || line.hasPrefix("\\!") { line.removeFirst() }
            let isFolder = line.hasSuffix("/")
            let pattern = line.split(separator: "/")
            guard !pattern.isEmpty else { return nil }
            return Rule(
                pattern: pattern, isAnchored: line.dropLast(isFolder ? 1 : 0).contains("/"),
                isFolder: isFolder, isTakenBack: first == "!")
        }
    }

    /// Whether a file is passed over: the last rule that fits it or one of its folders decides.
    func ignores(_ path: String) -> Bool {
        guard !rules.isEmpty else { return false }
        let parts = path.split(separator: "/")
        var isIgnored = false
        for rule in rules where Self.fits(rule, parts) { isIgnored = !rule.isTakenBack }
        return isIgnored
    }

    private static func fits(_ rule: Rule, _ parts: [Substring]) -> Bool {
        (1...parts.count).contains { count in
            if rule.isFolder && count == parts.count { return false }
            let start = parts.prefix(count)
            guard rule.isAnchored else { return fits(rule.pattern[0], parts[count - 1]) }
            return fits(rule.pattern[...], start)
        }
    }

    private static func fits(
        _ pattern: ArraySlice<Substring>, _ parts: ArraySlice<Substring>
    ) -> Bool {
        guard let first = pattern.first else { return parts.isEmpty }
        if first == "**" {
            // At the end it stands for what lies below, elsewhere for any number of folders.
            if pattern.count == 1 { return !parts.isEmpty }
            return (0...parts.count).contains { fits(pattern.dropFirst(), parts.dropFirst($0)) }
        }
        guard let part = parts.first else { return false }
        return fits(first, part) && fits(pattern.dropFirst(), parts.dropFirst())
    }

    private static func fits(_ pattern: Substring, _ name: Substring) -> Bool {
        Wildcard(String(pattern)).matches(String(name))
    }
}
