import Foundation
import Search

/// A question, taken apart for one namespace.
struct RecallQuestion {
    let text: String
    /// What is embedded: the question as the person it names would have put it.
    let embeddedText: String
    /// The words that are looked for, stop words left out (kept where nothing else is left).
    let words: [QueryTerm]
    /// Their terms, each once, nil for one that no memory holds.
    let terms: [Int32?]
    let speakers: Set<Int32>
    let speakerWords: [String]
    let window: TimeWindow?
    /// Whether somebody who is not named asks about themselves.
    let isFirstPerson: Bool
    /// The kind of thing that is asked for, where the question says so.
    let wanted: TermKinds
    /// Nil while there is no model to make one.
    var vector: [Float]?

    init(_ text: String, in index: RecallIndex, now: Moment, zone: TimeZone) {
        self.text = text
        let vocabulary = index.words.vocabulary
        let named = NamedSpeakers(in: text, speakers: index.speakers)
        speakers = named.numbers
        speakerWords = named.words
        embeddedText = named.firstPerson { !vocabulary.lookUp($0).isEmpty }
        var words = vocabulary.lookUp(text)
        if words.isEmpty { words = vocabulary.lookUp(text, keepingStopWords: true) }
        self.words = words
        var seen: Set<String> = []
        terms = words.filter { seen.insert($0.stem).inserted }.map(\.number)
        isFirstPerson = named.numbers.isEmpty && FirstPerson.speaks(in: text)
        wanted = TermKinds(askedForIn: text)
        window = TimeWords(now: now, zone: zone).window(in: text)
    }
}
