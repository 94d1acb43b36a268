import Foundation

/// Words of a question that say something only together: "in the way" is about no way, and "kept
/// calling" is about calling.
enum Idioms {
    /// The question without them, for the words that are looked for; its meaning keeps them.
    static func left(outOf text: String) -> String {
        var words = text.split(separator: " ", omittingEmptySubsequences: false)
        let plain = words.map { $0.lowercased().filter { $0.isLetter || $0 == "'" } }
        var gone: Set<Int> = []
        for at in plain.indices {
            for phrase in phrases where plain[at...].starts(with: phrase) {
                gone.formUnion(at..<(at + phrase.count))
            }
            if again.contains(plain[at]), at + 1 < plain.count, plain[at + 1].count > 5,
                plain[at + 1].hasSuffix("ing")
            {
                gone.insert(at)
            }
        }
        if gone.isEmpty { return text }
        for at in gone { words[at] = "" }
        return words.joined(separator: " ")
    }

    private static let phrases = [
        "in the way", "by the way", "on the way", "out of the way", "in the end", "after all",
        "at the end of the day", "as a matter of fact", "in the first place", "for the most part",
    ].map { $0.split(separator: " ").map(String.init) }

    /// What does something again and again, before a verb in "-ing".
    private static let again: Set<String> = ["keep", "keeps", "kept", "keeping"]
}
