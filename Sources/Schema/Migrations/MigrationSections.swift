/// A file that holds both ways, under the marks `-- migrate:up` and `-- migrate:down`; without
/// marks all of it is the way up.
struct MigrationSections {
    var up: MigrationScript
    var down: MigrationScript?

    init(_ text: String, path: String) throws {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let marks = lines.enumerated().compactMap { number, line -> Mark? in
            guard let match = line.firstMatch(of: /^[ \t]*--[ \t]*migrate:(up|down)\b(.*)$/) else {
                return nil
            }
            let options = match.2.trimmingSuffix { $0.isWhitespace }
            return Mark(
                line: number, isUp: match.1 == "up",
                isTransactional: options.contains("transaction:false") ? false : nil)
        }
        guard !marks.isEmpty else {
            up = try MigrationScript(text, path: path)
            return
        }
        func section(_ mark: Mark) throws -> MigrationScript {
            let end = marks.first { $0.line > mark.line }?.line ?? lines.count
            return try MigrationScript(
                lines[(mark.line + 1)..<end].joined(separator: "\n"), path: path,
                isTransactional: mark.isTransactional, firstLine: mark.line + 2)
        }
        guard let first = marks.first(where: \.isUp), marks.count(where: \.isUp) == 1,
            marks.count(where: { !$0.isUp }) <= 1
        else {
            throw MigrationError(
                .fileUnreadable,
                "\(path) needs one '-- migrate:up' and at most one '-- migrate:down'")
        }
        up = try section(first)
        down = try marks.first { !$0.isUp }.map(section)
    }

    private struct Mark {
        var line: Int
        var isUp: Bool
        var isTransactional: Bool?
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isIn: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, isIn(last) { text.removeLast() }
        return text
    }
}
