internal import Foundation
internal import Jinja

/// A number with a fixed count of digits after the point, as Python's `Decimal`: what queries give
/// keeps its trailing zeros and its exactness.
final class DecimalObject: JinjaObject {
    let typeName = "decimal.Decimal"
    private let value: Decimal
    /// Digits after the point; below zero for what stands for that many zeros before it.
    private let scale: Int
    /// The significant digits that Python's arithmetic keeps.
    private static let precision = 28

    init(_ value: Decimal, scale: Int) {
        self.value = value
        self.scale = scale
    }

    convenience init?(_ text: String) {
        guard let value = Decimal(string: text, locale: nil) else { return nil }
        let mantissa = text.prefix { $0 != "e" && $0 != "E" }
        let fraction = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        let exponent = Int(text.dropFirst(mantissa.count + 1)) ?? 0
        self.init(value, scale: (fraction.count == 2 ? fraction[1].count : 0) - exponent)
    }

    // MARK: Text

    func text() throws(JinjaError) -> String { description }
    func representation() throws(JinjaError) -> String { "Decimal('\(description)')" }

    var description: String {
        var digits = String(describing: value.magnitude)
        let point = digits.firstIndex(of: ".")
        let fraction = point.map { digits.distance(from: $0, to: digits.endIndex) - 1 } ?? 0
        if fraction < scale {
            digits += (point == nil ? "." : "") + String(repeating: "0", count: scale - fraction)
        }
        return (value < 0 ? "-" : "") + (scientific(digits) ?? digits)
    }

    /// Small and large numbers as Python writes them, `1.5E-7`; nil for what it writes plainly.
    private func scientific(_ digits: String) -> String? {
        var significant = digits.filter(\.isNumber).drop { $0 == "0" }
        if scale < 0 { significant = significant.dropLast(-scale) }
        let exponent = significant.count - 1 - scale
        guard let first = significant.first, scale < 0 || exponent < -6 else { return nil }
        let rest = significant.dropFirst()
        let sign = exponent < 0 ? "" : "+"
        return "\(first)\(rest.isEmpty ? "" : ".\(rest)")E\(sign)\(exponent)"
    }

    var number: Double? { Double(description) }
    func truth() throws(JinjaError) -> Bool { value != 0 }

    // MARK: Comparison

    func isEqual(to other: Value) -> Bool { Self.exact(other).map { $0 == value } ?? false }

    func isLess(than other: Value) throws(JinjaError) -> Bool? {
        Self.exact(other).map { value < $0 }
    }

    /// A number to compare with.
    private static func exact(_ other: Value) -> Decimal? {
        switch other {
        case .int(let number): Decimal(number)
        case .bool(let flag): flag ? 1 : 0
        case .double(let number): Decimal(string: number.description, locale: nil)
        case .object(let object): (object as? DecimalObject)?.value
        default: nil
        }
    }

    // MARK: Arithmetic

    /// Python adds decimals to integers, and to floating-point numbers not at all.
    func apply(
        _ operation: String, _ other: Value, isReversed: Bool
    ) throws(JinjaError) -> Value? {
        let right: DecimalObject
        switch other {
        case .int(let number): right = DecimalObject(Decimal(number), scale: 0)
        case .bool(let flag): right = DecimalObject(flag ? 1 : 0, scale: 0)
        case .object(let object as DecimalObject): right = object
        default: return nil
        }
        let (a, b) = isReversed ? (right, self) : (self, right)
        switch operation {
        case "+": return Self.made(a.value + b.value, max(a.scale, b.scale))
        case "-": return Self.made(a.value - b.value, max(a.scale, b.scale))
        case "*": return Self.made(a.value * b.value, a.scale + b.scale)
        case "/":
            guard b.value != 0 else { throw JinjaError(.arithmetic, "division by zero") }
            return quotient(a, b)
        case "//", "%":
            guard b.value != 0 else { throw JinjaError(.arithmetic, "division by zero") }
            // Towards zero, other than for Python's integers.
            var exact = a.value / b.value
            var whole = Decimal()
            NSDecimalRound(&whole, &exact, 0, exact < 0 ? .up : .down)
            if operation == "//" { return Self.made(whole, 0) }
            return Self.made(a.value - whole * b.value, max(a.scale, b.scale))
        case "**":
            guard b.scale == 0, let times = Int(b.description), (0...100).contains(times) else {
                return nil
            }
            var product: Decimal = 1
            for _ in 0..<times { product *= a.value }
            return Self.made(product, a.scale * times)
        default: return nil
        }
    }

    /// As many digits as it has, at least as many as the difference of the two scales.
    private func quotient(_ a: DecimalObject, _ b: DecimalObject) -> Value {
        let rounded = Self.rounded(a.value / b.value)
        let digits = max(0, -rounded.exponent)
        return Self.made(rounded, max(digits, a.scale - b.scale))
    }

    private static func made(_ value: Decimal, _ scale: Int) -> Value {
        let rounded = rounded(value)
        let lost = max(0, scale) > 0 && rounded != value ? max(0, -rounded.exponent) : scale
        return .object(DecimalObject(rounded, scale: lost))
    }

    /// Rounded to the digits that Python keeps, halves to even.
    private static func rounded(_ value: Decimal) -> Decimal {
        let digits = String(describing: value.significand).count
        guard digits > precision else { return value }
        return rounded(value, places: -value.exponent - (digits - precision))
    }

    static func rounded(_ value: Decimal, places: Int) -> Decimal {
        var (exact, rounded) = (value, Decimal())
        NSDecimalRound(&rounded, &exact, places, .bankers)
        return rounded
    }

    // MARK: Filters and methods

    func rounded(_ precision: Int) throws(JinjaError) -> Value? {
        let rounded = Self.rounded(value, places: precision)
        return .object(DecimalObject(rounded, scale: max(0, precision)))
    }

    func magnitude() throws(JinjaError) -> Value? {
        .object(DecimalObject(value.magnitude, scale: scale))
    }
}
