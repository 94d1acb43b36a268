import Arguments
import Foundation
import Memory

extension Invocation {
    /// What to know where an option that names a moment names a day: it is the day's beginning.
    ///
    /// - Parameter what: what is not seen of the rest of the day: `happened`.
    /// - Returns: nil where the option is not there, or says a time.
    func noteOfDay(_ option: String, what: String = "happened") -> String? {
        guard let text = command.string(option), let day = moments.day(text) else { return nil }
        return "--\(option) \(day) is the beginning of that day, 00:00 in \(zone.identifier): "
            + "what \(what) later that day is not seen. For its end give --\(option) "
            + "'\(day) 23:59:59'"
    }

    /// Says so.
    func warnOfDay(_ option: String, what: String = "happened") {
        if let note = noteOfDay(option, what: what) { console.warn("\(note)") }
    }
}
