import Foundation

/// One thing that sleep has made of a memory, in words.
public struct Trace: Sendable, Hashable {
    public var name: String
    public var text: String
}

/// How each thing is put, wherever it is read from.
extension Trace {
    static func staged(
        type: String, concepts: [String], people: [String], sentiment: String, taskType: String?,
        importance: Double, salience: Double, source: String, cycle: Int
    ) -> [Trace] {
        let named = [
            Trace(name: "type", text: type),
            Trace(name: "concepts", text: concepts.joined(separator: ", ")),
            Trace(name: "people", text: people.joined(separator: ", ")),
        ].filter { !$0.text.isEmpty }
        return named + [
            Trace(
                name: "judged",
                text: "\(sentiment), \(taskType ?? "no task"), importance "
                    + String(format: "%.2f, salience %.2f", importance, salience)
                    + " (by \(source), in cycle \(cycle))")
        ]
    }

    static func strength(
        _ strength: MemoryStrength, recalls: Int, replays: Int, fades: Moment?, now: Moment
    ) -> Trace {
        let share = Int((strength.retrievability(at: now) * 100).rounded())
        let fading = fades.map { ", below 50 % on \($0.date)" }
        return Trace(
            name: "strength",
            text: "\(share) % retrievable, stability "
                + String(format: "%.1f days", strength.stabilityDays)
                + ", \(recalls) recalls, \(replays) replays"
                + (strength.isPinned ? ", pinned" : fading ?? ""))
    }

    static func episode(memories: Int, who: [String], places: [String], start: Moment) -> Trace {
        let people = who.joined(separator: ", ")
        let place = places.joined(separator: ", ")
        return Trace(
            name: "episode",
            text: "\(memories) memories from \(start)" + (people.isEmpty ? "" : ", with \(people)")
                + (place.isEmpty ? "" : ", at \(place)"))
    }

    static func link(weight: Double, kind: String, content: String) -> Trace {
        Trace(
            name: "linked", text: String(format: "%.2f ", weight) + "by \(kind) to: " + content)
    }

    static func knowledge(concept: String, memories: Int) -> Trace {
        Trace(
            name: "knowledge",
            text: "part of what is known about “\(concept)”, with \(memories - 1) more")
    }
}
