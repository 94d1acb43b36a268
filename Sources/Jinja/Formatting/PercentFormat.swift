/// Python's `%` on strings, which the filter `format` is.
enum PercentFormat {
    static func apply(
        _ format: String, _ values: Value, limits: Environment.Limits
    ) throws(JinjaError) -> String {
        var run = Run(values: values, limits: limits, rest: Array(format.unicodeScalars)[...])
        return try run.result()
    }

    private struct Run {
        let values: Value
        let limits: Environment.Limits
        var rest: ArraySlice<Unicode.Scalar>
        var used = 0
        var usesNames = false

        mutating func result() throws(JinjaError) -> String {
            var result = ""
            while let scalar = rest.popFirst() {
                if scalar == "%" {
                    result += try conversion()
                    try limits.check(bytes: result.utf8.count)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
            if !usesNames {
                switch values {
                case .tuple(let tuple) where used < tuple.elements.count: throw Self.surplus
                case .tuple, .dict, .list, .undefined: break
                default: if used == 0 { throw Self.surplus }
                }
            }
            return result
        }

        private static var surplus: JinjaError {
            JinjaError(.type, "not all arguments converted during string formatting")
        }

        private mutating func conversion() throws(JinjaError) -> String {
            var named: Value?
            if rest.first == "(" { named = try entry() }
            var spec = FormatSpec()
            var isLeft = false
            flags: while let flag = rest.first {
                switch flag {
                case "-": isLeft = true
                case "+": spec.sign = "+"
                case " ": if spec.sign != "+" { spec.sign = " " }
                case "#": spec.isAlternate = true
                case "0": spec.padsWithZeros = true
                default: break flags
                }
                rest.removeFirst()
            }
            spec.width = try size(&isLeft) ?? 0
            if rest.first == "." {
                rest.removeFirst()
                var ignored = false
                spec.precision = try size(&ignored) ?? 0
            }
            spec.align = isLeft ? "<" : nil
            while let mark = rest.first, "hlL".unicodeScalars.contains(mark) { rest.removeFirst() }
            guard let type = rest.popFirst() else { throw JinjaError(.value, "incomplete format") }
            if type == "%" { return "%" }
            let value: Value
            if let named { value = named } else { value = try next() }
            return try convert(value, type, &spec)
        }

        private mutating func convert(
            _ value: Value, _ type: Unicode.Scalar, _ spec: inout FormatSpec
        ) throws(JinjaError) -> String {
            switch type {
            case "s", "r", "a":
                spec.padsWithZeros = false
                if spec.align == nil { spec.align = ">" }
                var text = type == "s" ? try value.text() : try value.representation()
                if type == "a" { text = PythonString.ascii(text) }
                return try spec.format(.string(text), limits: limits)
            case "d", "i", "u":
                guard let number = value.numeric else { throw mismatch(type, value) }
                var int = value.whole ?? BigInteger(number)
                if case .object(let object) = value { int = try object.truncated()?.whole ?? int }
                guard let int else {
                    throw JinjaError(.arithmetic, "cannot convert \(number) to integer")
                }
                return try integer(int, "d", &spec)
            case "x", "X", "o":
                guard let int = value.whole else { throw mismatch(type, value) }
                return try integer(int, type, &spec)
            case "e", "E", "f", "F", "g", "G":
                guard let number = value.numeric else {
                    throw JinjaError(.type, "must be real number, not \(value.typeName)")
                }
                spec.type = type
                return try spec.format(.double(number), limits: limits)
            case "c":
                spec.padsWithZeros = false
                if spec.align == nil { spec.align = ">" }
                if case .string(let text) = value, PythonString.count(text) == 1 {
                    return try spec.format(value, limits: limits)
                }
                guard let int = value.integral, let code = UInt32(exactly: int),
                    let scalar = UnicodeScalar(code)
                else { throw JinjaError(.type, "%c requires int or char") }
                return try spec.format(.string(String(scalar)), limits: limits)
            default:
                throw JinjaError(.value, "unsupported format character '\(type)'")
            }
        }

        /// With a precision, an integer has at least so many digits.
        private func integer(
            _ value: BigInteger, _ type: Unicode.Scalar, _ spec: inout FormatSpec
        ) throws(JinjaError) -> String {
            spec.type = type
            guard let precision = spec.precision else {
                return try spec.format(Value(value), limits: limits)
            }
            guard precision <= FormatSpec.greatestPrecision else {
                throw JinjaError(.limit, "a precision is too large")
            }
            var digits = FormatSpec()
            digits.type = type
            digits.sign = spec.sign
            digits.isAlternate = spec.isAlternate
            digits.padsWithZeros = true
            digits.width = precision + (value.isNegative || spec.sign != "-" ? 1 : 0)
            let text = try digits.format(Value(value), limits: limits)
            var layout = FormatSpec()
            layout.width = spec.width
            layout.align = spec.align ?? ">"
            return try layout.format(.string(text), limits: limits)
        }

        private func mismatch(_ type: Unicode.Scalar, _ value: Value) -> JinjaError {
            JinjaError(.type, "%\(type) format: a number is required, not \(value.typeName)")
        }

        /// A width or a precision: digits, or `*` for the next value.
        private mutating func size(_ isLeft: inout Bool) throws(JinjaError) -> Int? {
            guard rest.first == "*" else { return try FormatSpec.number(&rest) }
            rest.removeFirst()
            guard let size = try next().integral, size > -1 << 30, size < 1 << 30 else {
                throw JinjaError(.type, "* wants int")
            }
            if size < 0 { isLeft = true }
            return Swift.abs(size)
        }

        /// The value that `%(name)` names.
        private mutating func entry() throws(JinjaError) -> Value {
            rest.removeFirst()
            guard let end = rest.firstIndex(of: ")") else {
                throw JinjaError(.value, "incomplete format key")
            }
            let name = String(String.UnicodeScalarView(rest[..<end]))
            rest = rest[(end + 1)...]
            guard case .dict(let dict) = values else {
                throw JinjaError(.type, "format requires a mapping")
            }
            guard let value = dict[name] else { throw JinjaError(.lookup, "'\(name)'") }
            usesNames = true
            return value
        }

        private mutating func next() throws(JinjaError) -> Value {
            defer { used += 1 }
            switch values {
            case .tuple(let tuple):
                let elements = tuple.elements
                if used < elements.count { return elements[used] }
            default: if used == 0 { return values }
            }
            throw JinjaError(.type, "not enough arguments for format string")
        }
    }
}
