#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension BinaryOperator {
    /// The result of Python's operator. Integers may grow beyond 64 bits.
    ///
    /// - Parameter limits: how long strings and lists may grow.
    func apply(
        _ left: Value, _ right: Value, limits: Environment.Limits
    ) throws(JinjaError) -> Value {
        if case .undefined(let undefined) = left { throw undefined.error }
        if self == .modulo, case .string(let format) = left {
            return .string(try PercentFormat.apply(format, right, limits: limits))
        }
        if case .undefined(let undefined) = right { throw undefined.error }
        if let a = left.integral, let b = right.integral { return try apply(a, b) }
        if let a = left.number, let b = right.number { return .double(try apply(a, b)) }
        switch self {
        case .add: if let sum = try concatenated(left, right, limits) { return sum }
        case .multiply:
            if let count = right.integral, let value = try repeated(left, count, limits) {
                return value
            }
            if let count = left.integral, let value = try repeated(right, count, limits) {
                return value
            }
        default: break
        }
        if case .object(let object) = left,
            let result = try object.apply(rawValue, right, isReversed: false)
        {
            return result
        }
        if case .object(let object) = right,
            let result = try object.apply(rawValue, left, isReversed: true)
        {
            return result
        }
        throw JinjaError(
            .type,
            "unsupported operand type(s) for \(rawValue): '\(left.typeName)' and "
                + "'\(right.typeName)'")
    }

    private func apply(_ a: Int, _ b: Int) throws(JinjaError) -> Value {
        let result: (partialValue: Int, overflow: Bool)
        switch self {
        case .add: result = a.addingReportingOverflow(b)
        case .subtract: result = a.subtractingReportingOverflow(b)
        case .multiply: result = a.multipliedReportingOverflow(by: b)
        case .divide: return .double(try apply(Double(a), Double(b)))
        case .floorDivide, .modulo:
            guard b != 0 else { throw JinjaError(.arithmetic, "division by zero") }
            let quotient = a.dividedReportingOverflow(by: b)
            let remainder = a.remainderReportingOverflow(dividingBy: b)
            let isUneven = remainder.partialValue != 0 && (remainder.partialValue < 0) != (b < 0)
            if self == .floorDivide {
                result = (quotient.partialValue - (isUneven ? 1 : 0), quotient.overflow)
            } else {
                result = (remainder.partialValue + (isUneven ? b : 0), false)
            }
        case .power:
            guard b >= 0 else { return .double(try apply(Double(a), Double(b))) }
            result = power(a, b)
        }
        if result.overflow,
            let value = try LongInteger.apply(rawValue, BigInteger(a), BigInteger(b))
        {
            return value
        }
        return .int(result.partialValue)
    }

    private func power(_ base: Int, _ exponent: Int) -> (partialValue: Int, overflow: Bool) {
        if base == 1 || exponent == 0 { return (1, false) }
        if base == 0 { return (0, false) }
        if base == -1 { return (exponent.isMultiple(of: 2) ? 1 : -1, false) }
        guard exponent < 64 else { return (0, true) }
        var product = 1
        for _ in 0..<exponent {
            let step = product.multipliedReportingOverflow(by: base)
            if step.overflow { return step }
            product = step.partialValue
        }
        return (product, false)
    }

    private func apply(_ a: Double, _ b: Double) throws(JinjaError) -> Double {
        switch self {
        case .add: return a + b
        case .subtract: return a - b
        case .multiply: return a * b
        case .divide, .floorDivide, .modulo:
            guard b != 0 else { throw JinjaError(.arithmetic, "division by zero") }
            if self == .divide { return a / b }
            var remainder = fmod(a, b)
            if remainder != 0, (remainder < 0) != (b < 0) { remainder += b }
            if self == .modulo { return remainder == 0 ? (b < 0 ? -0.0 : 0.0) : remainder }
            return ((a - remainder) / b).rounded()
        case .power:
            if a == 0, b < 0 {
                throw JinjaError(.arithmetic, "0.0 cannot be raised to a negative power")
            }
            if a < 0, b.rounded() != b {
                throw JinjaError(.unsupported, "the power of a negative number is complex")
            }
            let result = pow(a, b)
            if result.isInfinite, a.isFinite, b.isFinite {
                throw JinjaError(.arithmetic, "\(a) ** \(b) is too large")
            }
            return result
        }
    }

    private func concatenated(
        _ left: Value, _ right: Value, _ limits: Environment.Limits
    ) throws(JinjaError) -> Value? {
        switch (left, right) {
        case (.string(let a), .string(let b)):
            try limits.check(bytes: a.utf8.count + b.utf8.count)
            return .string(a + b)
        case (.list(let a), .list(let b)):
            try limits.check(elements: a.count + b.count)
            return Value(a.elements + b.elements)
        case (.tuple(let a), .tuple(let b)):
            let elements = a.elements + b.elements
            try limits.check(elements: elements.count)
            return Value(tuple: elements)
        default: return nil
        }
    }

    private func repeated(
        _ value: Value, _ count: Int, _ limits: Environment.Limits
    ) throws(JinjaError) -> Value? {
        let count = max(0, count)
        switch value {
        case .string(let string):
            try limits.check(bytes: string.utf8.count, times: count)
            return .string(string.isEmpty ? "" : String(repeating: string, count: count))
        case .list(let list):
            return Value(try repeated(list.elements, count, limits))
        case .tuple(let tuple):
            return Value(tuple: try repeated(tuple.elements, count, limits))
        default: return nil
        }
    }

    private func repeated(
        _ elements: [Value], _ count: Int, _ limits: Environment.Limits
    ) throws(JinjaError) -> [Value] {
        try limits.check(elements: elements.count, times: count)
        guard !elements.isEmpty else { return [] }
        var result: [Value] = []
        for _ in 0..<count { result += elements }
        return result
    }
}

extension Value {
    /// The number that an integer, a boolean or a float is.
    var number: Double? {
        switch self {
        case .double(let value): value
        default: integral.map(Double.init)
        }
    }
}

extension Environment.Limits {
    func check(bytes: Int, times: Int = 1) throws(JinjaError) {
        let (total, overflow) = bytes.multipliedReportingOverflow(by: times)
        guard !overflow, total <= self.bytes else {
            throw JinjaError(.limit, "a string longer than \(self.bytes) bytes")
        }
    }

    func check(elements: Int, times: Int = 1) throws(JinjaError) {
        let (total, overflow) = elements.multipliedReportingOverflow(by: times)
        guard !overflow, total <= iterations else {
            throw JinjaError(.limit, "a list of more than \(iterations) elements")
        }
    }
}
