import Foundation

extension MemoryEngine {
    /// The time that a question tells by something that happened: "three weeks before the flood"
    /// is counted from the memory that tells of the flood. Nil where no memory has its words.
    func anchoredTime(
        in question: String, of index: RecallIndex, _ wanted: RecallOptions, _ moment: Moment
    ) throws(MemoryError) -> TimeWindow? {
        guard let anchor = EventAnchor(in: question) else { return nil }
        let told = index.times.first.flatMap { first in index.times.last.map { first...$0 } }
        let words = TimeWords(now: moment, zone: options.zone, told: told)
        // "Three weeks before Christmas": the calendar knows.
        if let day = words.window(in: anchor.event)?.from, day != .earliest {
            return anchor.window(around: day, zone: options.zone)
        }
        let count = index.count(asOf: wanted.asOf)
        var event = RecallQuestion(anchor.event, in: index, now: moment, zone: options.zone)
        if event.terms.allSatisfy(\.isEmpty) { return nil }
        event.vector = try? encoder.vector(of: event.embeddedText)
        let score = RecallScore(
            event, in: index, associations: index.associations, count: count, now: moment,
            ranker: nil)
        // Of those that have its words the first told of it.
        let best = score.best(Self.anchorReach, of: index) { score.lexical.held[$0] > 0 }
        guard let top = best.first else { return nil }
        let near = best.filter { score.total[$0] >= score.total[top] * Self.anchorShare }
        return near.min().map { anchor.window(around: index.times[$0], zone: options.zone) }
    }

    private static let anchorReach = 5
    private static let anchorShare: Float = 0.85
}
