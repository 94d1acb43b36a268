/// An integer that does not fit 64 bits, as templates hold it.
public final class LongInteger: JinjaObject {
    public let value: BigInteger
    public let typeName = "int"
    /// The bits a result may have: a power could fill the memory.
    private static let greatestWidth = 1 << 16

    init(_ value: BigInteger) { self.value = value }

    public func text() throws(JinjaError) -> String { value.description }
    public func truth() throws(JinjaError) -> Bool { true }
    public func isEqual(to other: Value) -> Bool {
        switch other {
        case .object(let object): (object as? LongInteger)?.value == value
        case .double(let double): double == value.double && BigInteger(double) == value
        default: false
        }
    }
    public func isLess(than other: Value) throws(JinjaError) -> Bool? {
        if let whole = other.whole { return value < whole }
        if case .double(let double) = other { return value.double < double }
        return nil
    }
    public var number: Double? { value.double }
    public func magnitude() throws(JinjaError) -> Value? { Value(value.magnitude) }
    public func truncated() throws(JinjaError) -> Value? { .object(self) }
    public func rounded(_ precision: Int) throws(JinjaError) -> Value? {
        precision >= 0 ? .object(self) : nil
    }

    public func apply(
        _ operation: String, _ other: Value, isReversed: Bool
    ) throws(JinjaError) -> Value? {
        guard let whole = other.whole else {
            guard case .double = other, let operation = BinaryOperator(rawValue: operation) else {
                return nil
            }
            let own = Value.double(value.double)
            return isReversed
                ? try operation.apply(other, own, limits: .init())
                : try operation.apply(own, other, limits: .init())
        }
        let (a, b) = isReversed ? (whole, value) : (value, whole)
        return try Self.apply(operation, a, b)
    }

    /// The result of Python's operator with two whole numbers.
    static func apply(
        _ operation: String, _ a: BigInteger, _ b: BigInteger
    ) throws(JinjaError) -> Value? {
        switch operation {
        case "+": return Value(a + b)
        case "-": return Value(a - b)
        case "*":
            try check(a.digits.count + b.digits.count)
            return Value(a * b)
        case "/", "//", "%":
            if b.isZero { throw JinjaError(.arithmetic, "division by zero") }
            if operation == "/" { return .double(a.double / b.double) }
            let (quotient, remainder) = a.dividedDown(by: b)
            return Value(operation == "//" ? quotient : remainder)
        case "**":
            guard !b.isNegative, let exponent = b.int else { return nil }
            let (width, overflow) = a.digits.count.multipliedReportingOverflow(by: exponent)
            try check(overflow ? .max : width)
            return Value(a.power(exponent))
        default: return nil
        }
    }

    private static func check(_ digits: Int) throws(JinjaError) {
        if digits > greatestWidth / 32 {
            throw JinjaError(.limit, "an integer of more than \(greatestWidth) bits")
        }
    }
}

extension Value {
    /// A whole number of any length.
    public init(_ value: BigInteger) {
        self = value.int.map { .int($0) } ?? .object(LongInteger(value))
    }

    /// The whole number of any length that an integer or a boolean is.
    public var whole: BigInteger? {
        if case .object(let object) = self { return (object as? LongInteger)?.value }
        return integral.map { BigInteger($0) }
    }
}
