import Foundation
import Search

/// A question, taken apart for one namespace.
struct RecallQuestion {
    let text: String
    /// What is embedded: the question as the person it names would have put it.
    let embeddedText: String
    /// The words that are looked for, stop words left out (kept where nothing else is left).
    let words: [QueryTerm]
    /// Each word's terms, each word once; none for one that no memory holds.
    let terms: [[Int32]]
    let speakers: Set<Int32>
    let speakerWords: [String]
    let window: TimeWindow?
    /// Whether somebody who is not named asks about themselves.
    let isFirstPerson: Bool
    /// Whether it is about somebody or something by a name that no memory has.
    let namesUnknown: Bool
    /// Whether the question wants the latest of what fits, or the earliest.
    let order: TimeOrder?
    /// The kind of thing that is asked for, where the question says so.
    let wanted: TermKinds
    /// Nil while there is no model to make one.
    var vector: [Float]?

    /// - Parameter anchored: the time that the question tells by an event, where that is known.
    init(
        _ text: String, in index: RecallIndex, now: Moment, zone: TimeZone,
        anchored: TimeWindow? = nil
    ) {
        self.text = text
        let vocabulary = index.words.vocabulary
        let told = index.times.first.flatMap { first in index.times.last.map { first...$0 } }
        window = anchored ?? TimeWords(now: now, zone: zone, told: told).window(in: text)
        order = window == nil ? TimeOrder(askedForIn: text) : nil
        isFirstPerson =
            NamedSpeakers(in: text, speakers: index.speakers).numbers.isEmpty
            && FirstPerson.speaks(in: text)
        wanted = TermKinds(askedForIn: text)
        // What is looked for beside the time.
        let rest = window?.removed(from: text) ?? text
        let text = vocabulary.lookUp(rest).isEmpty ? text : rest
        let named = NamedSpeakers(in: text, speakers: index.speakers)
        speakers = named.numbers
        speakerWords = named.words
        embeddedText = named.firstPerson { !vocabulary.lookUp($0).isEmpty }
        let language = QuestionLanguage(of: Words.folded(text))
        var words =
            language == .english
            ? vocabulary.lookUp(text)
            : vocabulary.lookUp(
                text, language: language.rawValue, smallWords: language.smallWords)
        if words.isEmpty { words = vocabulary.lookUp(text, keepingStopWords: true) }
        if language == .english {
            KindsOfThings.widen(&words, askedForIn: text) { vocabulary.lookUp($0) }
        }
        namesUnknown =
            language == .english && Self.names(in: text, words, besides: Set(named.words))
        self.words = words
        var seen: Set<String> = []
        terms = words.filter { seen.insert($0.stem).inserted }.map(\.numbers)
    }

    /// Whether a word that no memory has is a name, or owns something: "the mayor's dog". In
    /// English only: elsewhere capitals and endings mean other things.
    private static func names(
        in text: String, _ words: [QueryTerm], besides speakers: Set<String>
    ) -> Bool {
        let unknown = Set(words.filter(\.numbers.isEmpty).map(\.word))
        if unknown.isEmpty { return false }
        return Words.ranges(in: text).enumerated().contains { position, range in
            guard let word = Words.folded(String(text[range])).first, word.count > 1,
                unknown.contains(word), !FunctionWords.calendar.contains(word),
                !speakers.contains(String(text[range]))
            else { return false }
            let rest = text[range.upperBound...]
            let isOwner = ["'s", "’s"].contains { suffix in
                rest.hasPrefix(suffix) && !(rest.dropFirst(2).first?.isLetter ?? false)
            }
            return isOwner || position > 0 && text[range].first?.isUppercase ?? false
        }
    }
}
