public import Foundation

/// The file `.env` beside a project: variables of the environment, as python-dotenv reads them
/// for dbt.
public enum DotEnv {
    /// The environment with what the nearest `.env` at or above a folder adds. What is set already
    /// stays as it is.
    public static func environment(
        _ environment: [String: String], from folder: URL
    ) -> [String: String] {
        guard let text = nearest(folder) else { return environment }
        var values: [String: String] = [:]
        for (name, written) in bindings(in: text) {
            values[name] = resolved(written) { environment[$0] ?? values[$0] }
        }
        return environment.merging(values) { own, _ in own }
    }

    private static func nearest(_ start: URL) -> String? {
        var folder = start.standardizedFileURL
        while true {
            if let text = try? String(contentsOf: folder.appending(path: ".env"), encoding: .utf8) {
                return text
            }
            let above = folder.deletingLastPathComponent().standardizedFileURL
            guard above.path.utf8.count < folder.path.utf8.count else { return nil }
            folder = above
        }
    }

    /// The names with their values in order; lines that are none are passed over.
    static func bindings(in text: String) -> [(name: String, value: String)] {
        var rest = text.replacing("\r\n", with: "\n").replacing("\u{FEFF}", with: "")[...]
        var found: [(name: String, value: String)] = []
        while true {
            rest = rest.drop { $0.isWhitespace }
            if rest.isEmpty { return found }
            let start = rest
            if let binding = binding(&rest) {
                found.append(binding)
            } else {
                rest = start.drop { $0 != "\n" }
            }
        }
    }

    /// `export NAME = value # comment`; nil for what is none, or a name without a value.
    private static func binding(_ rest: inout Substring) -> (name: String, value: String)? {
        if rest.hasPrefix("export"), rest.dropFirst(6).first?.isWhitespace == true {
            rest = rest.dropFirst(6).drop { $0 == " " || $0 == "\t" }
        }
        let name: Substring
        if rest.first == "'" {
            name = rest.dropFirst().prefix { $0 != "'" }
            rest = rest.dropFirst(name.count + 2)
        } else {
            name = rest.prefix { $0 != "=" && $0 != "#" && !$0.isWhitespace }
            rest = rest.dropFirst(name.count)
        }
        rest = rest.drop { $0 == " " || $0 == "\t" }
        guard !name.isEmpty, rest.first == "=" else { return nil }
        let afterSign = rest.dropFirst()
        rest = afterSign.drop { $0 == " " || $0 == "\t" }
        let value: String
        if let quote = rest.first, quote == "'" || quote == "\"" {
            guard let quoted = quotedValue(&rest, quote) else { return nil }
            value = quoted
            // Only a comment may follow.
            let tail = rest.prefix { $0 != "\n" }.drop { $0 == " " || $0 == "\t" }
            guard tail.isEmpty || tail.first == "#" else { return nil }
            rest = rest.drop { $0 != "\n" }
        } else {
            let line = rest.prefix { $0 != "\n" }
            rest = rest.dropFirst(line.count)
            let isComment = line.first == "#" && afterSign.first != "#"
            let comment = line.firstMatch(of: /\s+#/)?.range.lowerBound ?? line.endIndex
            value = isComment ? "" : line[..<comment].trimmingCharacters(in: .whitespaces)
        }
        return (String(name), value)
    }

    private static func quotedValue(_ rest: inout Substring, _ quote: Character) -> String? {
        var value = ""
        var index = rest.index(after: rest.startIndex)
        while index < rest.endIndex, rest[index] != quote {
            var character = rest[index]
            if character == "\\" {
                let next = rest.index(after: index)
                guard next < rest.endIndex else { return nil }
                let escapes: [Character: Character] =
                    quote == "'"
                    ? ["'": "'", "\\": "\\"]
                    : [
                        "n": "\n", "r": "\r", "t": "\t", "\"": "\"", "'": "'", "\\": "\\",
                        "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "v": "\u{B}",
                    ]
                if let meant = escapes[rest[next]] {
                    character = meant
                } else {
                    value.append("\\")
                    character = rest[next]
                }
                index = next
            }
            value.append(character)
            index = rest.index(after: index)
        }
        guard index < rest.endIndex else { return nil }
        rest = rest[rest.index(after: index)...]
        return value
    }

    /// `${NAME}` and `${NAME:-otherwise}` filled in.
    private static func resolved(_ text: String, _ value: (String) -> String?) -> String {
        text.replacing(/\$\{([^}:]*)(?::-([^}]*))?\}/) { match in
            value(String(match.1)) ?? match.2.map(String.init) ?? ""
        }
    }
}
