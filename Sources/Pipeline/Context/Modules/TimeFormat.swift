/// Python's `strftime` and `strptime`, in English.
enum TimeFormat {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    private static let days = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]

    static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(abs(number))
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count))
            + digits
    }

    /// The text of a time; directives nobody knows stay as they are written.
    ///
    /// - Parameters:
    ///   - offset: seconds east of UTC; nil for a time without zone.
    ///   - zone: the name that `%Z` gives.
    static func text(
        of time: CivilTime, _ pattern: String, offset: Int? = nil, zone: String? = nil
    ) -> String {
        let (year, month, day) = time.date
        var result = ""
        var characters = pattern.makeIterator()
        while let character = characters.next() {
            guard character == "%", var directive = characters.next() else {
                result.append(character)
                continue
            }
            // glibc's `%-d` leaves out leading zeros.
            let isBare = directive == "-"
            if isBare { directive = characters.next() ?? "%" }
            func number(_ value: Int, _ width: Int = 2) -> String {
                isBare ? String(value) : padded(value, width)
            }
            switch directive {
            case "Y": result += number(year, 4)
            case "G": result += number(time.isoWeek.year, 4)
            case "y": result += number(year % 100)
            case "m": result += number(month)
            case "d": result += number(day)
            case "e": result += day < 10 ? " \(day)" : String(day)
            case "H": result += number(time.hour)
            case "I": result += number((time.hour + 11) % 12 + 1)
            case "p": result += time.hour < 12 ? "AM" : "PM"
            case "M": result += number(time.minute)
            case "S": result += number(time.second)
            case "f": result += padded(time.microsecond, 6)
            case "j": result += number(time.dayOfYear, 3)
            case "B": result += months[month - 1]
            case "b", "h": result += months[month - 1].prefix(3)
            case "A": result += days[time.weekday]
            case "a": result += days[time.weekday].prefix(3)
            case "w": result += String((time.weekday + 1) % 7)
            case "u": result += String(time.weekday + 1)
            case "V": result += number(time.isoWeek.week)
            case "U": result += number((time.dayOfYear + 6 - (time.weekday + 1) % 7) / 7)
            case "W": result += number((time.dayOfYear + 6 - time.weekday) / 7)
            case "s":
                result += String(
                    CivilTime.floorDivide(time.microseconds, CivilTime.perSecond) - (offset ?? 0))
            case "z": result += offset.map { Self.offset($0, separator: "") } ?? ""
            case "Z": result += zone ?? ""
            case "F": result += text(of: time, "%Y-%m-%d")
            case "T", "X": result += text(of: time, "%H:%M:%S")
            case "D", "x": result += text(of: time, "%m/%d/%y")
            case "R": result += text(of: time, "%H:%M")
            case "c": result += text(of: time, "%a %b %e %H:%M:%S %Y")
            case "n": result += "\n"
            case "t": result += "\t"
            case "%": result += "%"
            default: result += "%" + (isBare ? "-" : "") + String(directive)
            }
        }
        return result
    }

    /// `+01:30`, with seconds where there are any.
    static func offset(_ seconds: Int, separator: String = ":") -> String {
        let size = abs(seconds)
        var text =
            (seconds < 0 ? "-" : "+") + padded(size / 3600) + separator + padded(size / 60 % 60)
        if size % 60 != 0 { text += separator + padded(size % 60) }
        return text
    }

    /// What a text says that was written in a format, and the offset where it has one; nil where
    /// it does not fit.
    static func read(_ text: String, _ pattern: String) -> (time: CivilTime, offset: Int?)? {
        var reader = TimeReader(text: Array(text))
        guard reader.read(pattern), reader.isAtEnd else { return nil }
        return reader.result
    }

    /// The place of the month or day whose whole name, or first three letters, a text begins with.
    static func name(
        _ text: some Sequence<Character>, among names: NamesOf, isShort: Bool
    ) -> (place: Int, length: Int)? {
        let wanted = String(Array(text)).lowercased()
        for (place, name) in (names == .months ? months : days).enumerated() {
            let name = (isShort ? String(name.prefix(3)) : name).lowercased()
            if wanted.hasPrefix(name) { return (place, name.count) }
        }
        return nil
    }

    enum NamesOf { case months, days }
}

/// Reads a text by the directives of a format.
private struct TimeReader {
    let text: [Character]
    var position = 0
    private var year = 1900, month = 1, day = 1
    private var hour = 0, minute = 0, second = 0, microsecond = 0
    private var dayOfYear: Int?
    private var isAfternoon: Bool?
    private var offset: Int?

    init(text: [Character]) { self.text = text }

    var isAtEnd: Bool { position == text.count }

    var result: (time: CivilTime, offset: Int?)? {
        guard let isAfternoon else { return complete }
        return hour12(isAfternoon)?.complete
    }

    private func hour12(_ isAfternoon: Bool) -> TimeReader? {
        guard (1...12).contains(hour) else { return nil }
        var copy = self
        copy.hour = hour % 12 + (isAfternoon ? 12 : 0)
        return copy
    }

    private var complete: (time: CivilTime, offset: Int?)? {
        let first = dayOfYear == nil ? (month, day) : (1, 1)
        guard
            let time = CivilTime(
                year: year, month: first.0, day: first.1, hour: hour, minute: minute,
                second: second, microsecond: microsecond),
            let moved = time.adding(microseconds: ((dayOfYear ?? 1) - 1) * CivilTime.perDay)
        else { return nil }
        return (moved, offset)
    }

    mutating func read(_ pattern: String) -> Bool {
        var characters = pattern.makeIterator()
        while let character = characters.next() {
            if character.isWhitespace {
                while position < text.count, text[position].isWhitespace { position += 1 }
            } else if character == "%", let directive = characters.next() {
                guard take(directive) else { return false }
            } else {
                guard position < text.count, text[position] == character else { return false }
                position += 1
            }
        }
        return true
    }

    private mutating func number(_ width: Int) -> Int? {
        let digits = text[position...].prefix(width).prefix { $0.isASCII && $0.isNumber }
        position += digits.count
        return Int(String(digits))
    }

    private mutating func take(_ directive: Character) -> Bool {
        func set(_ target: inout Int, _ value: Int?) -> Bool {
            guard let value else { return false }
            target = value
            return true
        }
        switch directive {
        case "Y": return set(&year, number(4))
        case "y": return set(&year, number(2).map { $0 < 69 ? 2000 + $0 : 1900 + $0 })
        case "m": return set(&month, number(2))
        case "d", "e": return set(&day, number(2))
        case "H", "I": return set(&hour, number(2))
        case "M": return set(&minute, number(2))
        case "S": return set(&second, number(2))
        case "j":
            dayOfYear = number(3)
            return dayOfYear.map { (1...366).contains($0) } ?? false
        case "f":
            let start = position
            guard let value = number(6) else { return false }
            microsecond =
                (start + 6 - position > 0)
                ? (position..<(start + 6)).reduce(value) { value, _ in value * 10 } : value
            return true
        case "b", "h", "B":
            guard let found = name(.months, directive != "B") else { return false }
            month = found + 1
            return true
        case "a", "A": return name(.days, directive == "a") != nil
        case "p":
            let word = String(text[position...].prefix(2)).lowercased()
            guard word == "am" || word == "pm" else { return false }
            isAfternoon = word == "pm"
            position += 2
            return true
        case "z": return zone()
        case "F": return read("%Y-%m-%d")
        case "T": return read("%H:%M:%S")
        case "%": return literalPercent()
        default: return false
        }
    }

    private mutating func literalPercent() -> Bool {
        guard position < text.count, text[position] == "%" else { return false }
        position += 1
        return true
    }

    private mutating func name(_ names: TimeFormat.NamesOf, _ isShort: Bool) -> Int? {
        let found = TimeFormat.name(text[position...], among: names, isShort: isShort)
        position += found?.length ?? 0
        return found?.place
    }

    private mutating func zone() -> Bool {
        guard position < text.count else { return false }
        if text[position] == "Z" {
            position += 1
            offset = 0
            return true
        }
        guard text[position] == "+" || text[position] == "-" else { return false }
        let sign = text[position] == "-" ? -1 : 1
        position += 1
        guard let hours = number(2) else { return false }
        if position < text.count, text[position] == ":" { position += 1 }
        guard let minutes = number(2) else { return false }
        offset = sign * (hours * 3600 + minutes * 60)
        return true
    }
}
