import Foundation
public import JSON

extension EndpointParameter {
    /// The text that is bound for a value: nil for NULL. Throws what is wrong with it, by name.
    func text(of value: JSON) throws(EndpointError) -> String? {
        if value.isNull { return nil }
        let text: String? =
            switch kind {
            case .text(let most):
                value.string.flatMap { $0.unicodeScalars.count <= most ? $0 : nil }
            case .embedding:
                value.string.flatMap { $0.isEmpty || $0.utf8.count > 32_768 ? nil : $0 }
            case .integer(let range):
                value.int.flatMap { range.contains($0) ? String($0) : nil }
            case .number(let range):
                value.double.flatMap { range.contains($0) ? String($0) : nil }
            case .boolean: value.bool.map { $0 ? "true" : "false" }
            case .date: value.string.flatMap { Self.isDate($0) ? $0 : nil }
            case .time: value.string.flatMap { Self.isTime($0) ? $0 : nil }
            case .uuid: value.string.flatMap { UUID(uuidString: $0) == nil ? nil : $0 }
            case .choice(let values): value.string.flatMap { values.contains($0) ? $0 : nil }
            case .texts(let most): Self.list(value, most)
            case .vector(let count): Self.vector(value, count)
            }
        if text?.utf8.contains(0) == true {
            throw EndpointError(
                .badParameter, "\(name) has a NUL character, which no text of SQL can have",
                parameter: name)
        }
        guard let text else {
            throw EndpointError(
                .badParameter, "\(name) must be \(wanted)\(Self.given(value, kind))",
                parameter: name)
        }
        return text
    }

    /// A value as a query has it: text.
    public func value(ofQuery texts: [String]) throws(EndpointError) -> JSON {
        if case .texts = kind { return JSON(texts) }
        guard let text = texts.first, texts.count == 1 else {
            throw EndpointError(
                .badParameter, "\(name) is there \(texts.count) times; give it once",
                parameter: name)
        }
        switch kind {
        case .integer: return Int(text).map(JSON.int) ?? .string(text)
        case .number: return Double(text).map(JSON.double) ?? .string(text)
        case .boolean: return text == "true" ? true : text == "false" ? false : .string(text)
        case .vector: return (try? JSON.parse(text)) ?? .string(text)
        default: return .string(text)
        }
    }

    /// What would be bound for a text of a query; one of several for a list.
    @discardableResult
    public func checked(ofQuery text: String) throws(EndpointError) -> String? {
        try self.text(of: try value(ofQuery: [text]))
    }

    /// `a whole number, 1 to 50`.
    var wanted: String {
        switch kind {
        case .text(let most): "a text of at most \(most) characters"
        case .embedding: "a text that is not empty"
        case .integer(let range): "a whole number, \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number, \(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .date: "a date such as 2026-03-02"
        case .time: "a time with its zone, such as 2026-03-02T09:00:00Z"
        case .uuid: "a UUID"
        case .choice(let values): "one of \(values.joined(separator: ", "))"
        case .texts(let most): "a list of at most \(most) texts"
        case .vector(let count): "a list of \(count) finite numbers"
        }
    }

    private static func given(_ value: JSON, _ kind: Kind) -> String {
        switch (kind, value) {
        case (.vector, .array(let items)): ", not of \(items.count)"
        case (_, .string(let text)) where text.utf8.count <= 64: ", not '\(text)'"
        case (_, .string): ""
        case (_, .int(let number)): ", not \(number)"
        default: ", not \(value.kindName)"
        }
    }

    private static func list(_ value: JSON, _ most: Int) -> String? {
        guard let items = value.array, items.count <= most,
            items.allSatisfy({ $0.string.map { !$0.utf8.contains(0) } ?? false })
        else { return nil }
        return value.text()
    }

    private static func vector(_ value: JSON, _ count: Int) -> String? {
        guard let items = value.array, items.count == count else { return nil }
        var numbers: [Float] = []
        for item in items {
            guard let number = item.double.map({ Float($0) }), number.isFinite else { return nil }
            numbers.append(number)
        }
        return vectorText(numbers)
    }

    static func vectorText(_ numbers: [Float]) -> String {
        "[" + numbers.map { String($0) }.joined(separator: ",") + "]"
    }

    private static func isDate(_ text: String) -> Bool {
        guard text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil else { return false }
        return CalendarDay.isReal(text)
    }

    private static func isTime(_ text: String) -> Bool {
        let form =
            /([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-]([01][0-9]):?[0-5][0-9])/
        guard let match = text.wholeMatch(of: form) else { return false }
        return CalendarDay.isReal(String(match.1))
    }
}

/// Whether a day is in the calendar.
private enum CalendarDay {
    static func isReal(_ text: String) -> Bool {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]), parts[0] > 0 else { return false }
        let (year, month) = (parts[0], parts[1])
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(parts[2])
    }
}
