internal import Foundation
internal import Jinja

/// A moment in UTC as templates hold it: `run_started_at`, `modules.datetime.datetime.now()`.
final class DateTimeObject: JinjaObject {
    let date: Date
    let typeName = "datetime"

    init(_ date: Date) { self.date = date }

    func text() throws(JinjaError) -> String { format("%Y-%m-%d %H:%M:%S.%f+00:00") }
    func jsonValue() throws(JinjaError) -> Value? { .string(try text()) }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        let parts = self.parts
        switch name {
        case "year": return .int(parts.year ?? 0)
        case "month": return .int(parts.month ?? 0)
        case "day": return .int(parts.day ?? 0)
        case "hour": return .int(parts.hour ?? 0)
        case "minute": return .int(parts.minute ?? 0)
        case "second": return .int(parts.second ?? 0)
        case "strftime":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                .string(format(try arguments.string("format", at: 0) ?? ""))
            }
        case "isoformat":
            return .function(name) { [self] (_) throws(JinjaError) in
                .string(format("%Y-%m-%dT%H:%M:%S.%f+00:00"))
            }
        case "timestamp":
            let seconds = date.timeIntervalSince1970
            return .function(name) { (_) throws(JinjaError) in .double(seconds) }
        case "date":
            return .function(name) { [self] (_) throws(JinjaError) in .string(format("%Y-%m-%d")) }
        default: return nil
        }
    }

    private var parts: DateComponents {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second, .weekday, .dayOfYear], from: date)
    }

    /// Python's `strftime` for the directives that mean the same everywhere; others stay as they
    /// are written.
    func format(_ pattern: String) -> String {
        let parts = self.parts
        let microseconds = Int(
            (date.timeIntervalSince1970 - date.timeIntervalSince1970.rounded(.down)) * 1e6)
        func padded(_ number: Int?, _ width: Int = 2) -> String {
            let digits = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ]
        let days = [
            "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
        ]
        var result = ""
        var characters = pattern.makeIterator()
        while let character = characters.next() {
            guard character == "%", let directive = characters.next() else {
                result.append(character)
                continue
            }
            switch directive {
            case "Y": result += padded(parts.year, 4)
            case "y": result += padded((parts.year ?? 0) % 100)
            case "m": result += padded(parts.month)
            case "d": result += padded(parts.day)
            case "H": result += padded(parts.hour)
            case "I": result += padded(((parts.hour ?? 0) + 11) % 12 + 1)
            case "p": result += (parts.hour ?? 0) < 12 ? "AM" : "PM"
            case "M": result += padded(parts.minute)
            case "S": result += padded(parts.second)
            case "f": result += padded(microseconds, 6)
            case "j": result += padded(parts.dayOfYear, 3)
            case "B": result += months[(parts.month ?? 1) - 1]
            case "b": result += months[(parts.month ?? 1) - 1].prefix(3)
            case "A": result += days[(parts.weekday ?? 1) - 1]
            case "a": result += days[(parts.weekday ?? 1) - 1].prefix(3)
            case "s": result += String(Int(date.timeIntervalSince1970.rounded(.down)))
            case "z": result += "+0000"
            case "Z": result += "UTC"
            case "F": result += format("%Y-%m-%d")
            case "T": result += format("%H:%M:%S")
            case "%": result += "%"
            default: result += "%" + String(directive)
            }
        }
        return result
    }
}

/// `modules`: of Python's modules only what reads the run's own clock.
final class ModulesObject: JinjaObject {
    let typeName = "modules"
    private let startedAt: Date

    init(startedAt: Date) { self.startedAt = startedAt }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        guard name == "datetime" else {
            let message = "`modules.\(name)` is not supported"
            throw JinjaError(.host, message, underlying: PipelineError(.unsupported, message))
        }
        let now = DateTimeObject(startedAt)
        let moment: @Sendable (String) -> Value = { name in
            .function(name) { (_) throws(JinjaError) in .object(now) }
        }
        return .dict(
            Dict([
                "datetime": .dict(
                    Dict([
                        "now": moment("now"), "utcnow": moment("utcnow"),
                        "today": moment("today"),
                    ])),
                "date": .dict(
                    Dict([
                        "today": .function("today") { (_) throws(JinjaError) in
                            .string(now.format("%Y-%m-%d"))
                        }
                    ])),
            ]))
    }
}
