import DuckDB
import Foundation

/// What `sql --write` must leave alone: memories are never edited, and their hashes, indexes and
/// receipts hold only as long as nobody does.
///
/// They are attached for reading only; this refuses what would get around that. It guards against
/// accidents: whoever may write the files of a home can always do so with other tools.
struct RawMemories {
    let file: URL

    /// - Throws: `invalidInput` for a statement that would detach the memories, or open or replace
    ///   the file they are in.
    func check(_ sql: String) throws(MemoryError) {
        guard ScriptSplitter.statements(of: sql).contains(where: isRefused) else { return }
        throw MemoryError(
            .invalidInput,
            "refused: this would open the raw memories to be changed, and memories are never "
                + "edited. Use dormouse remember, correct or forget")
    }

    private func isRefused(_ sql: String) -> Bool {
        let word = ScriptSplitter.firstWord(of: sql)
        let texts = quoted(in: sql)
        // These send SQL to the server over the connection of the attachment.
        if sql.contains(/(?i)postgres_(execute|query)/), texts.contains(StoreSchema.alias) {
            return true
        }
        switch word {
        case "detach":
            return sql.contains(/(?i)\bsource_memories\b/)
        case "attach", "copy", "export", "import":
            return sql.contains(/(?i)\bor\s+replace\b.*\bsource_memories\b/)
                || texts.contains(where: namesStore)
        default: return false
        }
    }

    private func namesStore(_ text: String) -> Bool {
        let path = URL(fileURLWithPath: text).resolvingSymlinksInPath().path
        let store = file.resolvingSymlinksInPath().path
        return path == store || path == store + ".wal" || sameFile(path, store)
    }

    private func sameFile(_ one: String, _ other: String) -> Bool {
        var first = stat()
        var second = stat()
        return stat(one, &first) == 0 && stat(other, &second) == 0
            && first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    private func quoted(in sql: String) -> [String] {
        sql.matches(of: /(?s)'((?:[^']|'')*)'|"((?:[^"]|"")*)"/).map { match in
            if let text = match.1 { return String(text).replacing("''", with: "'") }
            return String(match.2 ?? "").replacing("\"\"", with: "\"")
        }
    }
}
