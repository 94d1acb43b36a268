/// Words by which people head a way down.
enum WayDownWords {
    private static let known: Set = [
        "down", "downs", "undo", "rollback", "revert", "downgrade", "backward", "backwards",
        "unapply", "teardown", "reverse", "uninstall",
    ]

    /// A text's words, in lower case.
    static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter }.map(String.init)
    }

    /// One of them, also with letters in a wrong order: `dwon`.
    static func has(_ word: String) -> Bool {
        if known.contains(word) { return true }
        guard let first = word.utf8.first, firstLetters.contains(first), word.utf8.count <= 8 else {
            return false
        }
        return ["down", "undo", "rollback", "revert"].contains {
            $0.first == word.first && $0.sorted() == word.sorted()
        }
    }

    private static let firstLetters = Array("dur".utf8)

    static func areIn(_ words: [String]) -> Bool {
        words.contains(where: has)
            || zip(words, words.dropFirst()).contains { $0 == ("roll", "back") }
    }
}
