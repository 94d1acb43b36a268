#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Builtins {
    static let numberFilters: [String: Callable.Body] = [
        "abs": abs,
        "int": int,
        "float": float,
        "round": round,
        "filesizeformat": fileSize,
    ]

    @Sendable private static func abs(_ a: Arguments) throws(JinjaError) -> Value {
        switch a.subject {
        case .double(let value): return .double(value.magnitude)
        case .undefined(let undefined): throw undefined.error
        default:
            if case .object(let object) = a.subject, let value = try object.magnitude() {
                return value
            }
            guard let value = a.subject.integral else {
                throw JinjaError(.type, "bad operand type for abs(): '\(a.subject.typeName)'")
            }
            return Value(BigInteger(value).magnitude)
        }
    }

    @Sendable private static func int(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "default", "base"], in: "int")
        let replacement = try a.value("default", at: 1) ?? .int(0)
        if let value = a.subject.integral { return .int(value) }
        var number: Double?
        switch a.subject {
        case .string(let text):
            let base = try a.int("base", at: 2) ?? 10
            if let value = PythonNumber.integer(text, base: base) { return Value(value) }
            number = PythonNumber.float(text)
        case .undefined(let undefined): throw undefined.error
        case .object(let object):
            if let value = try object.truncated() { return value }
            number = object.number
        default: number = a.subject.numeric
        }
        guard let number, let value = BigInteger(number) else { return replacement }
        return Value(value)
    }

    @Sendable private static func float(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "default"], in: "float")
        if case .undefined(let undefined) = a.subject { throw undefined.error }
        if let number = a.subject.numeric { return .double(number) }
        if case .string(let text) = a.subject, let number = PythonNumber.float(text) {
            return .double(number)
        }
        return try a.value("default", at: 1) ?? .double(0)
    }

    @Sendable private static func round(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "precision", "method"], in: "round")
        if case .undefined(let undefined) = a.subject { throw undefined.error }
        let precision = try a.int("precision", at: 1) ?? 0
        let method = try a.string("method", at: 2) ?? "common"
        guard let number = a.subject.numeric else {
            throw JinjaError(
                .type, "type \(a.subject.typeName) doesn't define __round__ method")
        }
        switch method {
        case "common":
            if case .object(let object) = a.subject, let value = try object.rounded(precision) {
                return value
            }
            if let int = a.subject.integral, precision >= 0 { return .int(int) }
            let rounded = PythonNumber.round(number, precision: precision)
            if a.subject.integral != nil, let whole = BigInteger(rounded) { return Value(whole) }
            return .double(rounded)
        case "ceil", "floor":
            let factor = pow(10.0, Double(precision))
            let scaled = number * factor
            return .double((method == "ceil" ? ceil(scaled) : floor(scaled)) / factor)
        default: throw JinjaError(.value, "method must be common, ceil or floor")
        }
    }

    @Sendable private static func fileSize(_ a: Arguments) throws(JinjaError) -> Value {
        let isBinary = try a.bool("binary", at: 1) ?? false
        guard let bytes = a.subject.number ?? a.subject.string.flatMap(PythonNumber.float) else {
            throw JinjaError(.type, "filesizeformat takes a number")
        }
        if bytes == 1 { return "1 Byte" }
        let base = isBinary ? 1024.0 : 1000.0
        if bytes < base { return .string("\(Int(bytes)) Bytes") }
        var unit = base
        let prefixes = Array("kMGTPEZY")
        for (index, prefix) in prefixes.enumerated() {
            unit *= base
            if bytes < unit || index == prefixes.count - 1 {
                let amount = FormatSpec.fixed(base * bytes / unit, precision: 1)
                let name = isBinary ? "\(String(prefix).uppercased())iB" : "\(prefix)B"
                return .string("\(amount) \(name)")
            }
        }
        return .none
    }
}
