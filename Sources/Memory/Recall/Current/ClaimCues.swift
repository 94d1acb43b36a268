import Foundation

/// What the words of a memory show about how it is meant.
enum ClaimCue: String, CaseIterable, Sendable {
    /// Something begins to hold.
    case begins
    /// Something holds no longer.
    case ends
    /// What held earlier holds again.
    case returns
    /// It takes back or mends what was said before.
    case corrects
    /// It takes an explanation back that was believed: only a question for a reason asks for it.
    case withdraws
    /// It says that it holds now.
    case now
    /// Only thought of: a condition, a wish, a dream, a joke, a guess.
    case hypothetical
    /// It is to come.
    case planned
    /// What somebody else said, or what was so once.
    case reported
    /// It was so in earlier days.
    case past
    /// It denies something.
    case denies
    /// It gives a reason.
    case reason
    /// It holds for a part only.
    case scoped
    /// A thing that somebody takes for true by mistake.
    case mistaken

    /// The phrases of each cue, of all languages: the data beside this file.
    static let table: CueTable<ClaimCue> = {
        guard let url = Bundle.module.url(forResource: "claim_cues", withExtension: "csv"),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { return CueTable([:]) }
        return CueTable(lines: text)
    }()
}

extension CueTable<ClaimCue> {
    /// - Parameter lines: a heading, then `language,cue,phrase` a line; a phrase has no comma.
    init(lines text: String) {
        var phrases: [ClaimCue: [Substring]] = [:]
        for line in text.split(separator: "\n").dropFirst() {
            let parts = line.split(separator: ",")
            guard parts.count == 3, let cue = ClaimCue(rawValue: String(parts[1])) else { continue }
            phrases[cue, default: []].append(parts[2])
        }
        self.init(phrases.mapValues { $0.joined(separator: ";") })
    }
}
