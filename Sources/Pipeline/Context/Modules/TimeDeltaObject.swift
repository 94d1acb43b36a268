internal import Jinja

/// `modules.datetime.timedelta`: a span of time.
final class TimeDeltaObject: JinjaObject {
    let microseconds: Int
    let typeName = "timedelta"

    init(_ microseconds: Int) { self.microseconds = microseconds }

    /// `timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)`.
    static func make(_ arguments: Arguments) throws(JinjaError) -> Value {
        let units: [(name: String, microseconds: Double)] = [
            ("days", 86_400e6), ("seconds", 1e6), ("microseconds", 1), ("milliseconds", 1e3),
            ("minutes", 60e6), ("hours", 3600e6), ("weeks", 604_800e6),
        ]
        try arguments.allow(units.map(\.name), in: "timedelta")
        var total = 0.0
        for (index, unit) in units.enumerated() {
            guard let value = try arguments.value(unit.name, at: index) else { continue }
            guard let number = value.double else {
                throw JinjaError(.type, "timedelta() takes numbers, not \(value.pythonText)")
            }
            total += number * unit.microseconds
        }
        // Beyond it, microseconds would be rounded; Python's limit is about as far.
        guard abs(total) < 9e18 else {
            throw JinjaError(.arithmetic, "the timedelta is too long")
        }
        return .object(TimeDeltaObject(Int(total.rounded())))
    }

    private var days: Int { CivilTime.floorDivide(microseconds, CivilTime.perDay) }
    private var rest: Int { microseconds - days * CivilTime.perDay }

    func text() throws(JinjaError) -> String {
        let seconds = rest / CivilTime.perSecond
        var text = ""
        if days != 0 { text += "\(days) day\(abs(days) == 1 ? "" : "s"), " }
        text += "\(seconds / 3600):" + TimeFormat.padded(seconds / 60 % 60) + ":"
        text += TimeFormat.padded(seconds % 60)
        let fraction = rest % CivilTime.perSecond
        return fraction == 0 ? text : text + "." + TimeFormat.padded(fraction, 6)
    }

    func truth() throws(JinjaError) -> Bool { microseconds != 0 }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "days": return .int(days)
        case "seconds": return .int(rest / CivilTime.perSecond)
        case "microseconds": return .int(rest % CivilTime.perSecond)
        case "total_seconds":
            let seconds = Double(microseconds) / 1e6
            return .function(name) { (_) throws(JinjaError) in .double(seconds) }
        default: return nil
        }
    }

    func isEqual(to other: Value) -> Bool {
        (other.object as? TimeDeltaObject)?.microseconds == microseconds
    }

    func isLess(than other: Value) throws(JinjaError) -> Bool? {
        (other.object as? TimeDeltaObject).map { microseconds < $0.microseconds }
    }

    func apply(
        _ operation: String, _ other: Value, isReversed: Bool
    ) throws(JinjaError) -> Value? {
        if let delta = other.object as? TimeDeltaObject {
            switch operation {
            case "+":
                return try Self.checked(microseconds.addingReportingOverflow(delta.microseconds))
            case "-":
                return try Self.checked(
                    isReversed
                        ? delta.microseconds.subtractingReportingOverflow(microseconds)
                        : microseconds.subtractingReportingOverflow(delta.microseconds))
            case "/" where delta.microseconds != 0:
                return .double(Double(microseconds) / Double(delta.microseconds))
            case "//" where delta.microseconds != 0:
                return .int(CivilTime.floorDivide(microseconds, delta.microseconds))
            default: return nil
            }
        }
        guard let number = other.double else { return nil }
        switch operation {
        case "*":
            let product = Double(microseconds) * number
            guard abs(product) < 9e18 else { return nil }
            return .object(TimeDeltaObject(Int(product.rounded())))
        case "/" where !isReversed && number != 0:
            return .object(TimeDeltaObject(Int((Double(microseconds) / number).rounded())))
        case "//" where !isReversed:
            guard let whole = other.int, whole != 0 else { return nil }
            return .object(TimeDeltaObject(CivilTime.floorDivide(microseconds, whole)))
        default: return nil
        }
    }

    private static func checked(
        _ result: (partialValue: Int, overflow: Bool)
    ) throws(JinjaError) -> Value {
        if result.overflow { throw JinjaError(.arithmetic, "the timedelta is too long") }
        return .object(TimeDeltaObject(result.partialValue))
    }
}
