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
        importance: Double, salience: Double, source: String, cycle: Int, sources: ValueSources?
    ) -> [Trace] {
        func list(_ name: String, _ texts: [String]) -> Trace {
            let text = texts.joined(separator: ", ")
            let isTold = sources?.model != nil && !texts.isEmpty
            return Trace(
                name: name, text: isTold ? "\(text) (by \(sources?.source(name) ?? "rule"))" : text)
        }
        let named = [
            Trace(name: "type", text: type), list("concepts", concepts), list("people", people),
            list("places", sources?.places ?? []),
        ].filter { !$0.text.isEmpty }
        let judged = [
            Trace(
                name: "judged",
                text: "\(sentiment), \(taskType ?? "no task"), importance "
                    + String(format: "%.2f, salience %.2f", importance, salience)
                    + " (by \(source), in cycle \(cycle))")
        ]
        return named + judged + (sources.map { [$0.trace] } ?? [])
    }

    static func strength(
        _ strength: MemoryStrength, recalls: Int, replays: Int, fades: Moment?, now: Moment
    ) -> [Trace] {
        let share = Int((strength.retrievability(at: now) * 100).rounded())
        let fading = fades.map { ", below 50 % on \($0.date)" }
        let told = Trace(
            name: "strength",
            text: "\(share) % retrievable, stability "
                + String(format: "%.1f days", strength.stabilityDays)
                + ", \(recalls) recalls, \(replays) replays"
                + (strength.isPinned ? ", pinned" : fading ?? ""))
        return [told, StrengthCurve(strength, from: now).trace]
    }

    /// - Parameter source: what gave the goal and its tasks: `rule`, or a model's name.
    static func episode(
        memories: Int, who: [String], places: [String], start: Moment, goal: String?,
        tasks: [String], source: String
    ) -> [Trace] {
        let people = who.joined(separator: ", ")
        let place = places.joined(separator: ", ")
        let episode = Trace(
            name: "episode",
            text: "\(memories) memories from \(start)" + (people.isEmpty ? "" : ", with \(people)")
                + (place.isEmpty ? "" : ", at \(place)"))
        guard let goal, !goal.isEmpty else { return [episode] }
        let steps = ([goal] + tasks).joined(separator: " ▸ ")
        // By rule it is what somebody said, word for word.
        let worded = source == "rule" ? "“\(steps)”" : steps
        return [episode, Trace(name: "goal", text: "\(worded) (by \(source))")]
    }

    /// - Parameter source: what found it: `rule`, or a model's name.
    static func fact(_ fact: String, from: Moment, to: Moment?, source: String) -> Trace {
        let end = to.map { " to \($0.date)" } ?? ""
        return Trace(name: "fact", text: "\(fact), from \(from.date)\(end) (by \(source))")
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
