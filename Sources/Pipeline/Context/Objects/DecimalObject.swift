internal import Jinja

/// A number that a query gave, as templates hold it: Python's `Decimal`, which keeps its trailing
/// zeros and its exactness.
final class DecimalObject: JinjaObject {
    let typeName = "decimal.Decimal"
    let value: PythonDecimal

    init(_ value: PythonDecimal) { self.value = value }

    convenience init?(_ text: String) {
        guard let value = PythonDecimal(text) else { return nil }
        self.init(value)
    }

    // MARK: Text

    func text() throws(JinjaError) -> String { value.text }
    func representation() throws(JinjaError) -> String { "Decimal('\(value.text)')" }

    var number: Double? { value.double }
    func truth() throws(JinjaError) -> Bool { !value.isZero }

    // MARK: Comparison

    func isEqual(to other: Value) -> Bool {
        PythonDecimal(comparable: other).flatMap { PythonDecimal.compare(value, $0) } == 0
    }

    func isLess(than other: Value) throws(JinjaError) -> Bool? {
        guard let other = PythonDecimal(comparable: other) else { return nil }
        guard let order = PythonDecimal.compare(value, other) else {
            throw JinjaError(.arithmetic, "[<class 'decimal.InvalidOperation'>]")
        }
        return order < 0
    }

    // MARK: Arithmetic

    /// Python adds decimals to integers, and to floating-point numbers not at all.
    func apply(
        _ operation: String, _ other: Value, isReversed: Bool
    ) throws(JinjaError) -> Value? {
        guard let right = PythonDecimal(operand: other) else { return nil }
        let (a, b) = isReversed ? (right, value) : (value, right)
        return try PythonDecimal.apply(operation, a, b).map { .object(DecimalObject($0)) }
    }

    // MARK: Filters and methods

    func rounded(_ precision: Int) throws(JinjaError) -> Value? {
        .object(DecimalObject(value.rounded(exponent: -precision)))
    }

    func magnitude() throws(JinjaError) -> Value? { .object(DecimalObject(value.magnitude)) }

    func truncated() throws(JinjaError) -> Value? { value.whole.map { Value($0) } }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        let value = value
        func method(_ result: @escaping @Sendable () -> Value) -> Value {
            .function(name) { (_) throws(JinjaError) in result() }
        }
        switch name {
        case "is_nan": return method { .bool(value.kind == .notANumber) }
        case "is_infinite": return method { .bool(value.kind == .infinite) }
        case "is_finite": return method { .bool(value.isFinite) }
        case "is_zero": return method { .bool(value.isZero) }
        case "is_signed": return method { .bool(value.isNegative) }
        case "normalize": return method { .object(DecimalObject(value.normalized)) }
        case "copy_abs": return method { .object(DecimalObject(value.magnitude)) }
        case "copy_negate": return method { .object(DecimalObject(value.negated)) }
        case "to_integral", "to_integral_value":
            return method {
                .object(
                    DecimalObject(value.exponent >= 0 ? value : value.rounded(exponent: 0)))
            }
        case "quantize":
            return .function(name) { (arguments) throws(JinjaError) in
                guard let pattern = PythonDecimal(operand: try arguments.required("exp", at: 0))
                else { throw JinjaError(.type, "quantize() takes a decimal") }
                return .object(DecimalObject(value.rounded(exponent: pattern.exponent)))
            }
        default: return nil
        }
    }
}

extension PythonDecimal {
    /// What a decimal can be added to: a decimal or a whole number.
    init?(operand value: Value) {
        if case .object(let object as DecimalObject) = value {
            self = object.value
        } else if let whole = value.whole {
            self.init(whole)
        } else {
            return nil
        }
    }

    /// What a decimal can be compared with: floating-point numbers too, by their exact value.
    init?(comparable value: Value) {
        if case .double(let number) = value {
            self.init(exactly: number)
        } else {
            self.init(operand: value)
        }
    }
}
