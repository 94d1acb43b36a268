import Foundation
import Search

/// A time that a question tells by something that happened: "three weeks before the flood". When
/// that was, the memories know.
struct EventAnchor: Equatable {
    /// The words of the question that mean it.
    let words: String
    /// What happened: "the flood".
    let event: String
    /// From the event to the time that is meant, in days.
    let days: Int
    /// How many days around it may be meant.
    let slack: Int

    /// Nil where a question says nothing of the kind.
    init?(in question: String) {
        let said = question.split { !($0.isLetter || $0.isNumber || "'’-".contains($0)) }
        let folded = said.map { $0.lowercased() }
        for at in folded.indices {
            guard let (length, slack) = Self.units[folded[at]], at > 0, at + 1 < folded.count,
                let count = Int(folded[at - 1]) ?? Self.numbers[folded[at - 1]],
                count > 0, count < 100
            else { continue }
            var next = at + 1
            let sign: Int
            if Self.before.contains(folded[next]) {
                sign = -1
            } else if Self.after.contains(folded[next]) {
                sign = 1
            } else {
                continue
            }
            next += 1
            if next < folded.count, Self.links.contains(folded[next]) { next += 1 }
            // The event goes on to the end of the question, or to the next verb of it.
            let event = said[next...].prefix { !Self.ends.contains($0.lowercased()) }
            guard let last = event.last, let first = event.first else { continue }
            self.event = String(question[first.startIndex..<last.endIndex])
            words = String(question[said[at - 1].startIndex..<last.endIndex])
            days = sign * count * length
            self.slack = slack
            return
        }
        return nil
    }

    /// The days that are meant, where the event was at a moment.
    func window(around moment: Moment, zone: TimeZone) -> TimeWindow {
        let parser = MomentParser(now: moment, zone: zone)
        let day = parser.localDate(of: moment).adding(days: days)
        return TimeWindow(
            from: parser.moment(day.adding(days: -slack)),
            to: parser.moment(day.adding(days: slack + 1)), words: words)
    }

    private static let units: [String: (days: Int, slack: Int)] = [
        ("day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen", 1, 0),
        ("week weeks woche wochen semaine semaines semana semanas settimana settimane weken", 7, 3),
        ("month months monat monate monaten mois mes meses mês mese mesi maand maanden", 30, 8),
        ("year years jahr jahre jahren an ans année año años ano anos anno anni jaar", 365, 45),
    ].reduce(into: [:]) { table, entry in
        for word in entry.0.split(separator: " ") { table[String(word)] = (entry.1, entry.2) }
    }
    private static let before = words("before prior vor avant antes prima voor")
    private static let after = words("after nach après después depois após dopo na")
    private static let links = words("de del do da di della dello dell' to der dem den")
    private static let ends = words(
        "did do does was were is are has have had what who where which when how and, "
            + "happened hat haben war waren ist passierte geschah est s'est fue pasó foi è era")
    private static let numbers: [String: Int] = [
        1: "a an one the ein eine einen einem einer un une una um uma uno een",
        2: "two couple zwei deux dos dois duas due twee", 3: "three drei trois tres três tre drie",
        4: "four vier quatre cuatro quatro quattro", 5: "five fünf cinq cinco cinque vijf",
        6: "six sechs seis sei zes", 7: "seven sieben sept siete sete sette zeven",
        8: "eight acht huit ocho oito otto", 9: "nine neun neuf nueve nove negen",
        10: "ten zehn dix diez dez dieci tien", 11: "eleven elf onze once undici",
        12: "twelve zwölf douze doce doze dodici twaalf",
    ].reduce(into: [:]) { table, entry in
        for word in words(entry.value) { table[word] = entry.key }
    }

    private static func words(_ list: String) -> Set<String> {
        Set(list.split(separator: " ").map(String.init))
    }
}
