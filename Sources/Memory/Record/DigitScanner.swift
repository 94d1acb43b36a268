/// Walks over the ASCII of a written time.
struct DigitScanner {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var atEnd: Bool { at == bytes.count }

    /// Exactly `count` digits.
    mutating func digits(_ count: Int) -> Int? {
        guard at + count <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[at..<at + count] {
            guard (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        at += count
        return number
    }

    mutating func take(_ character: Character) -> Bool {
        guard at < bytes.count, character.asciiValue == bytes[at] else { return false }
        at += 1
        return true
    }

    /// `HH:MM[:SS[.fraction]]` in microseconds since midnight; what is finer is cut off.
    mutating func timeOfDay() -> Int64? {
        guard let hour = digits(2), hour <= 23 else { return nil }
        return minutes(afterHour: hour)
    }

    /// The same with an hour of one digit and `am` or `pm` right behind it.
    mutating func looseTimeOfDay() -> (time: Int64, isAfternoon: Bool?)? {
        guard let hour = digits(2) ?? digits(1), hour <= 23,
            let time = minutes(afterHour: hour)
        else { return nil }
        let rest = String(decoding: bytes[at...], as: UTF8.self)
        switch rest {
        case "": return (time, nil)
        case "am": return (time, false)
        case "pm": return (time, true)
        default: return nil
        }
    }

    /// `Z`, `±HH`, `±HHMM` or `±HH:MM` in microseconds.
    mutating func zoneOffset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = digits(2), hours <= 23 else { return nil }
        var minutes = 0
        if take(":") || !atEnd {
            guard let read = digits(2), read <= 59 else { return nil }
            minutes = read
        }
        let offset = Int64(hours * 3600 + minutes * 60) * Moment.second
        return isWest ? -offset : offset
    }

    private mutating func minutes(afterHour hour: Int) -> Int64? {
        guard take(":"), let minute = digits(2), minute <= 59 else { return nil }
        var time = Int64(hour * 3600 + minute * 60) * Moment.second
        guard take(":") else { return time }
        guard let second = digits(2), second <= 60 else { return nil }
        time += Int64(min(second, 59)) * Moment.second
        guard take(".") || take(",") else { return time }
        var unit = Moment.second / 10
        var read = 0
        while at < bytes.count, (0x30...0x39).contains(bytes[at]) {
            time += Int64(bytes[at] - 0x30) * unit
            unit /= 10
            at += 1
            read += 1
        }
        return read == 0 ? nil : time
    }
}
