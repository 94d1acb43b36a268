/// The DuckDB type of a seed column, found from all of its cells.
///
/// The order of preference and the forms are those of dbt's own inference, so a project gets the
/// same tables; integers that do not fit 32 bits, with which dbt's seeds fail, become BIGINT or
/// HUGEINT.
enum SeedType: String, Sendable, CaseIterable {
    case integer = "INTEGER"
    case bigint = "BIGINT"
    case hugeint = "HUGEINT"
    case double = "DOUBLE"
    case date = "DATE"
    case timestamp = "TIMESTAMP"
    case boolean = "BOOLEAN"
    case text = "VARCHAR"

    /// The narrowest type that takes every cell. A column without any value is INTEGER.
    static func infer(_ cells: some Sequence<String>) -> SeedType {
        var candidates: [SeedType] = [
            .integer, .bigint, .hugeint, .double, .date, .timestamp, .boolean,
        ]
        for cell in cells {
            let value = trimmed(cell)
            if isNull(value) { continue }
            candidates.removeAll { !$0.accepts(value) }
            if candidates.isEmpty { return .text }
        }
        return candidates[0]
    }

    /// Whether a cell stands for NULL in a column of this type: an empty cell always does, the
    /// word `null` in all but text.
    func isNull(_ cell: String) -> Bool {
        self == .text ? cell.isEmpty : Self.isNull(Self.trimmed(cell))
    }

    private static func isNull(_ value: Substring) -> Bool {
        value.isEmpty || value.lowercased() == "null"
    }

    private static func trimmed(_ cell: String) -> Substring {
        var value = Substring(cell)
        while value.first?.isWhitespace == true { value.removeFirst() }
        while value.last?.isWhitespace == true { value.removeLast() }
        return value
    }

    private func accepts(_ value: Substring) -> Bool {
        switch self {
        case .integer: wholeNumber(value).flatMap { Int32(exactly: $0) } != nil
        case .bigint: wholeNumber(value).flatMap { Int64(exactly: $0) } != nil
        // With more digits than its decimals keep, dbt takes a column for one of fractions.
        case .hugeint: wholeNumber(value).map { $0.magnitude < Self.greatestWhole } ?? false
        case .double: isNumber(value)
        case .date: isDate(value)
        case .timestamp: isTimestamp(value)
        case .boolean: ["true", "false"].contains(value.lowercased())
        case .text: true
        }
    }

    /// `12`, `-7`, `+3`, and `1.00`, which is as whole.
    private func wholeNumber(_ value: Substring) -> Int128? {
        var digits = value
        if let point = digits.firstIndex(of: ".") {
            guard digits[digits.index(after: point)...].allSatisfy({ $0 == "0" }) else {
                return nil
            }
            digits = digits[..<point]
        }
        return Int128(digits)
    }

    /// 10²⁸.
    private static let greatestWhole = (0..<28).reduce(UInt128(1)) { product, _ in product * 10 }

    private func isNumber(_ value: Substring) -> Bool {
        value.utf8.allSatisfy { (0x30...0x39).contains($0) || [43, 45, 46, 69, 101].contains($0) }
            && Double(value) != nil
    }

    /// Year, month and day apart by `-`, in range.
    private func isDate(_ value: Substring) -> Bool {
        let parts = value.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, let year = number(parts[0]),
            let month = number(parts[1]), let day = number(parts[2]), year >= 1,
            parts[1].count <= 2, parts[2].count <= 2, (1...12).contains(month)
        else { return false }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }

    /// A date, a blank or T, a time with optional seconds and fraction, an optional zone.
    private func isTimestamp(_ value: Substring) -> Bool {
        guard let gap = value.firstIndex(where: { $0 == " " || $0 == "T" }),
            isDate(value[..<gap])
        else { return false }
        var time = value[value.index(after: gap)...]
        if time.last == "Z" {
            time.removeLast()
        } else if let sign = time.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let zone = time[time.index(after: sign)...].filter { $0 != ":" }
            guard zone.count == 2 || zone.count == 4, number(Substring(zone)) != nil else {
                return false
            }
            time = time[..<sign]
        }
        let parts = time.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hour = number(parts[0]), hour < 24,
            let minute = number(parts[1]), minute < 60, parts[0].count <= 2, parts[1].count <= 2
        else { return false }
        if parts.count == 2 { return true }
        let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard seconds.count <= 2, let second = number(seconds[0]), second < 60,
            seconds[0].count <= 2
        else { return false }
        return seconds.count == 1 || number(seconds[1]) != nil
    }

    private func number(_ digits: Substring) -> Int? {
        digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
    }
}
