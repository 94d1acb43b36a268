/// Finds the line of a template that a line of its SQL came from.
enum TemplateLine {
    /// The number of the only line of the template that can have given a line of the SQL; nil
    /// where none can, or several.
    static func number(of line: Int, in sql: String, template: String) -> Int? {
        let lines = sql.split(separator: "\n", omittingEmptySubsequences: false)
        guard line >= 1, line <= lines.count else { return nil }
        let wanted = trimmed(lines[line - 1])
        guard !wanted.isEmpty else { return nil }
        let own = template.split(separator: "\n", omittingEmptySubsequences: false)
        let same = own.indices.filter { trimmed(own[$0]) == wanted }
        if same.count == 1 { return same[0] + 1 }
        if same.count > 1 { return nil }
        let similar = own.indices.filter { canGive(wanted, own[$0]) }
        return similar.count == 1 ? similar[0] + 1 : nil
    }

    /// Whether the text around a line's tags is the SQL's: at its ends and in order between.
    private static func canGive(_ sql: Substring, _ line: Substring) -> Bool {
        let parts = literals(trimmed(line))
        guard parts.count > 1, parts.joined().count(where: { !$0.isWhitespace }) >= 3,
            sql.hasPrefix(parts[0]), sql.hasSuffix(parts[parts.count - 1])
        else { return false }
        var rest = sql.dropFirst(parts[0].count)
        for part in parts.dropFirst() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    /// The texts between the tags of a line, one more than there are tags.
    private static func literals(_ line: Substring) -> [Substring] {
        var parts: [Substring] = []
        var rest = line
        while let open = rest.firstMatch(of: /\{[{%#]/),
            let close = rest[open.range.upperBound...].firstMatch(of: /[}%#]\}/)
        {
            parts.append(rest[..<open.range.lowerBound])
            rest = rest[close.range.upperBound...]
        }
        return parts + [rest]
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line.drop(while: \.isWhitespace)
        while line.last?.isWhitespace == true { line.removeLast() }
        return line
    }
}
