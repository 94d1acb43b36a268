import Arguments
import Foundation
import Memory

/// An answer as a person reads it.
struct RecallText {
    let answer: RecallAnswer
    let explains: Bool
    /// Characters of a long memory.
    let limit: Int

    func print(on console: Console) {
        for note in answer.notes { console.warn(TerminalText(note)) }
        if answer.results.isEmpty {
            console.print("nothing found")
            return
        }
        let width = console.settings.wrappingWidth
        printKnowledge(on: console, width: width)
        for (place, result) in answer.results.enumerated() {
            console.print(heading(place + 1, result, console))
            let excerpt = Excerpt(of: result, question: answer.question, limit: limit)
            let shown =
                (excerpt.follows ? "…" : "") + excerpt.text + (excerpt.goesOn ? "…" : "")
            for line in wrapKeepingForm(harmless(shown), width: width - 4) {
                console.print(TerminalText("    " + line))
            }
            if let newer = result.supersededBy {
                console.print("    \("holds no longer: \(newerPlace(newer))", .dim)")
            }
            if let saying = result.saying { console.print("    \(said(saying), .dim)") }
            if explains { explain(result, console) }
        }
        console.note(TerminalText(verdict, .dim))
    }

    private func said(_ saying: Saying) -> String {
        let micros = saying.last.microseconds
        let time = absoluteTime(micros, secondsAheadOfUTC: secondsAheadOfUTC(at: micros))
        return "said \(saying.times) times, last on \(time)"
    }

    private func heading(_ place: Int, _ result: RecallResult, _ console: Console)
        -> TerminalText
    {
        let memory = result.memory
        let told = [memory.speaker, memory.sessionID].compactMap { $0 }.map(singleLine)
        let score = decimal(result.score, places: 2)
        let micros = memory.occurredAt.microseconds
        let time = absoluteTime(micros, secondsAheadOfUTC: secondsAheadOfUTC(at: micros))
        let end = "\(score)  \(shortID(memory.id))"
        let taken = displayWidth("\(place). \(time)    \(end)")
        let room = max(8, console.settings.wrappingWidth - taken)
        return "\("\(place).", .bold) \(time, .blue)  "
            + TerminalText(truncated(told.joined(separator: " · "), to: room))
            + "  \(end, .dim)"
    }

    private func newerPlace(_ id: UUID) -> String {
        let place = answer.results.firstIndex { $0.memory.id == id }
        return "see " + (place.map { "\($0 + 1)." } ?? shortID(id))
    }

    private func explain(_ result: RecallResult, _ console: Console) {
        // What changes nothing that is shown is in the JSON only; a remark has no weight at all.
        let telling = result.reasons.filter { $0.weight == 0 || abs($0.weight) >= 0.005 }
        for reason in telling.sorted(by: { abs($0.weight) > abs($1.weight) }) {
            let weight = (reason.weight < 0 ? "−" : "+") + decimal(abs(reason.weight), places: 2)
            let text = singleLine(reason.text)
            let lines = wrap(text, width: console.settings.wrappingWidth - 13)
            for (number, line) in lines.enumerated() {
                console.print("      \(number == 0 ? weight : "     ", .green)  \(line, .dim)")
            }
        }
    }

    private func printKnowledge(on console: Console, width: Int) {
        if answer.knowledge.isEmpty { return }
        for item in answer.knowledge {
            let text = sentence(item)
            for (number, line) in wrap(text, width: width - 6).prefix(3).enumerated() {
                console.print(TerminalText((number == 0 ? "  - " : "    ") + line))
            }
        }
    }

    /// A fact or gist with its time and where it comes from.
    private func sentence(_ item: Knowledge) -> String {
        let text = singleLine(item.text.replacing("_", with: " "))
        // Who speaks of himself is named already.
        let others = item.saidBy.filter { !text.hasPrefix($0) }
        let more = others.count > 3 ? " and \(others.count - 3) more" : ""
        let said =
            others.isEmpty ? "" : ", said by \(others.prefix(3).joined(separator: ", "))" + more
        let source = item.sources.first.map { ", from \(shortID($0))" } ?? ""
        guard item.kind == .fact else { return "in short: \(text)\(said)" }
        let since = item.validFrom.map { " since \($0.date)" } ?? ""
        let until = item.validTo.map { " until \($0.date)" } ?? ""
        let before = item.before.map { "; before: \(singleLine($0))" } ?? ""
        return "\(text)\(since)\(until)\(before)\(said)\(source)"
    }

    private var verdict: String {
        let share = percent(answer.likelihood)
        if answer.likelihood < 0.25 {
            return "nothing found about this: probably none of these is the answer (\(share))"
        }
        if answer.likelihood > 0.6 { return "the answer is probably among these (\(share))" }
        return "the answer may be among these (\(share))"
    }
}

/// The digits that name a memory well enough for a person.
func shortID(_ id: UUID) -> String {
    // The first 48 bits are the time: memories of one session share them.
    let digits = id.uuidString.lowercased()
    return String(digits.prefix(18))
}
