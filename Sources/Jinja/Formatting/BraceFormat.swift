/// Python's `str.format`: fields in braces, by place or by name, with attributes, items,
/// conversions and specifications.
enum BraceFormat {
    static func apply(_ format: String, _ arguments: Arguments) throws(JinjaError) -> String {
        var run = Run(arguments: arguments)
        return try run.format(Array(format.unicodeScalars)[...], depth: 0)
    }

    private struct Run {
        let arguments: Arguments
        /// The place of the next field without a name; `nil` once a field has a number.
        var next: Int? = 0

        mutating func format(
            _ format: ArraySlice<Unicode.Scalar>, depth: Int
        ) throws(JinjaError) -> String {
            var result = ""
            var rest = format
            while let scalar = rest.popFirst() {
                switch scalar {
                case "{" where rest.first == "{", "}" where rest.first == "}":
                    rest.removeFirst()
                    result.unicodeScalars.append(scalar)
                case "{":
                    result += try field(try Self.body(&rest), depth: depth)
                    try arguments.limits.check(bytes: result.utf8.count)
                case "}":
                    throw JinjaError(.value, "Single '}' encountered in format string")
                default: result.unicodeScalars.append(scalar)
                }
            }
            return result
        }

        /// The text up to the brace that closes a field.
        private static func body(
            _ rest: inout ArraySlice<Unicode.Scalar>
        ) throws(JinjaError) -> ArraySlice<Unicode.Scalar> {
            var open = 1
            for index in rest.indices {
                if rest[index] == "{" { open += 1 }
                if rest[index] == "}" { open -= 1 }
                if open == 0 {
                    defer { rest = rest[(index + 1)...] }
                    return rest[..<index]
                }
            }
            throw JinjaError(.value, "expected '}' before end of string")
        }

        private mutating func field(
            _ body: ArraySlice<Unicode.Scalar>, depth: Int
        ) throws(JinjaError) -> String {
            guard depth < 2 else { throw JinjaError(.value, "Max string recursion exceeded") }
            var name = body
            var spec: ArraySlice<Unicode.Scalar> = []
            if let colon = body.firstIndex(of: ":") {
                name = body[..<colon]
                spec = body[(colon + 1)...]
            }
            var conversion: Unicode.Scalar?
            if let mark = name.firstIndex(of: "!") {
                conversion = name[(mark + 1)...].first
                name = name[..<mark]
            }
            var value = try self.value(name)
            switch conversion {
            case nil: break
            case "s": value = .string(try value.text())
            case "r": value = .string(try value.representation())
            case "a": value = .string(PythonString.ascii(try value.representation()))
            default: throw JinjaError(.value, "Unknown conversion specifier")
            }
            let text = try format(spec, depth: depth + 1)
            if text.isEmpty { return try value.text() }
            let layout = try FormatSpec(text)
            try layout.checkFits(value)
            return try layout.format(value, limits: arguments.limits)
        }

        /// The value of `0`, `name`, `0.attribute`, `name[key]`, or of the next place.
        private mutating func value(
            _ path: ArraySlice<Unicode.Scalar>
        ) throws(JinjaError) -> Value {
            let head = path.prefix { $0 != "." && $0 != "[" }
            var value = try first(String(String.UnicodeScalarView(head)))
            var rest = path[head.endIndex...]
            while let mark = rest.popFirst() {
                let key: String
                if mark == "[" {
                    guard let end = rest.firstIndex(of: "]") else {
                        throw JinjaError(.value, "Missing ']' in format string")
                    }
                    key = String(String.UnicodeScalarView(rest[..<end]))
                    rest = rest[(end + 1)...]
                } else {
                    let part = rest.prefix { $0 != "." && $0 != "[" }
                    key = String(String.UnicodeScalarView(part))
                    rest = rest[part.endIndex...]
                }
                let found =
                    mark == "["
                    ? try value.item(Int(key).map { .int($0) } ?? .string(key))
                    : try value.ownAttribute(key)
                guard let found else { throw JinjaError(.lookup, "'\(key)'") }
                value = found
            }
            return value
        }

        private mutating func first(_ name: String) throws(JinjaError) -> Value {
            let index: Int
            if name.isEmpty {
                guard let place = next else {
                    throw JinjaError(
                        .value,
                        "cannot switch from manual field specification to automatic field numbering"
                    )
                }
                index = place
                next = place + 1
            } else if let number = Int(name) {
                if let place = next, place > 0 {
                    throw JinjaError(
                        .value,
                        "cannot switch from automatic field numbering to manual field specification"
                    )
                }
                next = nil
                index = number
            } else {
                guard let value = arguments[name] else { throw JinjaError(.lookup, "'\(name)'") }
                return value
            }
            guard arguments.positional.indices.contains(index) else {
                throw JinjaError(
                    .lookup, "Replacement index \(index) out of range for positional args tuple")
            }
            return arguments.positional[index]
        }
    }
}
