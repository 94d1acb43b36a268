/// The readings of a memory: what it says, sentence by sentence, each so that it can be understood
/// alone. Sleep makes a vector of each, and recall looks at the nearest: one vector of a whole
/// memory is a mean of all it says, and "three sentences, of which one answers" is near to nothing.
///
/// A sentence that leans on the one before ("She moved there too") is read with it, and an answer
/// with the question it answers. What is read depends on the text and on the memory before alone,
/// so nothing but the vectors is kept.
enum Readings {
    /// Whose vectors are kept under the embedding model's name with this after it.
    static let suffix = " readings 1"
    /// No memory has more: where it has more sentences they are read together.
    static let most = 12
    /// A memory of more bytes has none: it has passages, and to read what assistants write at
    /// length takes many times what reading the rest does.
    static let longest = 2000

    /// The readings of a text.
    ///
    /// - Parameter before: what was said right before it in the session.
    /// - Returns: none where the text itself is the only one.
    static func texts(of content: String, after before: String?) -> [String] {
        if content.utf8.count > longest { return [] }
        let sentences = Self.sentences(of: content)
        var readings: [String] = []
        for (place, sentence) in sentences.enumerated() {
            if place > 0, leans(sentence) {
                readings.append(sentences[place - 1] + " " + sentence)
            } else if !isScrap(sentence) || sentences.count == 1 {
                readings.append(sentence)
            }
        }
        readings = merged(readings)
        if readings == [content] { readings = [] }
        if let question = before.flatMap(question(in:)),
            let answer = sentences.first(where: { !isScrap($0) }) ?? sentences.first
        {
            readings.append(question + " " + answer)
        }
        return readings
    }

    /// The sentences of a text, without blanks around them.
    static func sentences(of content: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        func close() {
            let text = current.trimmed
            if !text.isEmpty { sentences.append(text) }
            current = ""
        }
        var last: Character = " "
        for character in content {
            if character.isNewline {
                close()
            } else if character.isWhitespace, ".!?…".contains(last) {
                close()
            } else {
                current.append(character)
                if "。！？".contains(character) { close() }
            }
            last = character
        }
        close()
        return sentences
    }

    /// The question a text ends with.
    private static func question(in text: String) -> String? {
        guard QuestionEnd.isSeen(in: text),
            let last = sentences(of: String(text.suffix(longest))).last
        else { return nil }
        return last.utf8.count > 240 ? nil : last
    }

    /// Whether a sentence can only be understood after another.
    private static func leans(_ sentence: String) -> Bool {
        let words = sentence.lowercased().prefix(40).split { !$0.isLetter && $0 != "'" }
        guard let first = words.first else { return true }
        return leaning.contains(first)
    }

    /// Whether it has too few words to say anything: "Hey Mel!", "Wow, thanks!"
    private static func isScrap(_ sentence: String) -> Bool {
        sentence.utf8.allSatisfy { $0 < 0x80 } && sentence.split(separator: " ").count < 4
    }

    private static func merged(_ readings: [String]) -> [String] {
        if readings.count <= most { return readings }
        return (0..<most).map { part in
            readings[part * readings.count / most..<(part + 1) * readings.count / most]
                .joined(separator: " ")
        }
    }

    private static let leaning: Set<Substring> = [
        "he", "she", "it", "they", "this", "that", "these", "those", "his", "her", "its", "their",
        "he's", "she's", "it's", "they're", "that's", "then", "there", "also", "so", "which",
        "because", "him", "them", "it'll", "they've", "she'd", "he'd",
    ]
}

extension String {
    /// Without blanks at its ends.
    fileprivate var trimmed: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }),
            let end = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[start...end])
    }
}
