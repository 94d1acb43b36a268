/// Floats as Python's `repr` prints them: the shortest digits that read back the same, plain
/// between 1e-4 and 1e16, with an exponent of two digits or more outside.
enum PythonFloat {
    static func text(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        if value == 0 { return value.sign == .minus ? "-0.0" : "0.0" }
        let (digits, point) = shortest(value.magnitude)
        let sign = value < 0 ? "-" : ""
        // `point` is where the decimal point stands, counted from the first digit.
        if point > -4, point <= 16 {
            return sign + plain(digits, point: point)
        }
        let exponent = point - 1
        let mantissa =
            digits.count == 1 ? digits : String(digits.prefix(1)) + "." + digits.dropFirst()
        let power = String(exponent.magnitude)
        return sign + mantissa + "e" + (exponent < 0 ? "-" : "+")
            + (power.count < 2 ? "0" : "") + power
    }

    private static func plain(_ digits: String, point: Int) -> String {
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
        if point >= digits.count {
            return digits + String(repeating: "0", count: point - digits.count) + ".0"
        }
        return digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// Digits without leading and trailing zeros, and the place of the decimal point.
    private static func shortest(_ value: Double) -> (digits: String, point: Int) {
        // Swift's description has the shortest digits already, only laid out otherwise.
        let text = value.description
        let parts = text.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = halves.count > 1 ? halves[1] : ""
        var digits = Substring(halves[0] + fraction)
        var point = halves[0].count + exponent
        while digits.first == "0" {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == "0" { digits.removeLast() }
        return (String(digits), point)
    }
}
