import Foundation
import Search

extension RecallScore {
    /// Why memory number `at` was recalled; the weights add up to its score.
    func reasons(of at: Int, _ question: RecallQuestion, _ index: RecallIndex) -> [Reason] {
        var reasons: [Reason] = []
        func add(_ kind: Reason.Kind, _ weight: Float, _ text: @autoclosure () -> String) {
            if weight != 0 {
                reasons.append(Reason(kind: kind, weight: Double(weight), text: text()))
            }
        }
        add(.words, lexical.own[at], "says " + matchedWords(at, question, index))
        add(
            .meaning, meaning[at] * meaningScale,
            (reading[at] > cosine[at] ? "a sentence of it is similar" : "similar")
                + " in meaning (cosine \(rounded(reading[at])))")
        add(
            .neighbours, lexical.near[at] + nearMeaning[at] * meaningScale,
            "what was said just before or after fits")
        add(.answer, answer[at], "answers the question before it")
        let teller = index.speakerOf[at] < 0 ? "" : index.speakers[Int(index.speakerOf[at])]
        add(
            .speaker, speaker[at],
            question.speakers.isEmpty ? "told by the user, who asks" : "told by \(teller)")
        add(.kind, kind[at], "holds \(question.wanted.description), as asked for")
        add(.time, time[at], "fits \u{201c}\(question.window?.words ?? "")\u{201d}")
        add(.order, order[at], question.order?.description ?? "")
        add(.strength, retrievability[at], "easily retrieved")
        add(.association, spread[at], associationText(at, index))
        add(.session, session[at], "from a session that fits")
        add(
            .question, asking[at],
            "asks itself, so it seldom answers")
        if let (weight, features) = learned[at], let ranker = Ranker.shipped {
            add(
                .learned, weight,
                RankFeature.text(of: ranker.shares(features), sign: weight < 0 ? -1 : 1))
        }
        return reasons
    }

    private func associationText(_ at: Int, _ index: RecallIndex) -> String {
        guard let source = spreadFrom[Int32(at)] else { return "associated with good matches" }
        let id = index.ids[Int(source)].uuidString.lowercased().prefix(18)
        return "associated with \(id), which matches"
    }

    private func matchedWords(_ at: Int, _ question: RecallQuestion, _ index: RecallIndex) -> String
    {
        var seen: Set<String> = []
        let words = question.words.filter { word in
            guard seen.insert(word.stem).inserted else { return false }
            return word.numbers.contains { index.words.contains(term: $0, in: Int32(at)) }
        }
        return words.map { "\u{201c}\($0.word)\u{201d}" }.joined(separator: ", ")
    }

    private func rounded(_ value: Float) -> String { String(format: "%.2f", Double(value)) }
}
