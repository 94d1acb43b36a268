internal import Jinja

/// A pattern as Python writes it, in the form that ICU reads.
///
/// ICU takes for its own what Python takes as it stands: braces that count nothing, brackets and
/// operators inside of brackets, escapes that only one of the two knows.
struct RegexTranslation {
    private(set) var pattern = ""
    /// The places of the named groups, by the names that Python has.
    private(set) var groups: [(name: String, place: Int)] = []

    private let scalars: [Unicode.Scalar]
    private let source: String
    private var index = 0
    private var count = 0

    init(_ source: String) throws(JinjaError) {
        self.source = source
        scalars = Array(source.unicodeScalars)
        while index < scalars.count { try translateNext() }
    }

    private func failure(_ reason: String) -> JinjaError {
        JinjaError(.value, "the regular expression '\(source)' cannot be read: \(reason)")
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        scalars.indices.contains(index + offset) ? scalars[index + offset] : nil
    }

    private func hasPrefix(_ text: String) -> Bool {
        scalars[index...].starts(with: text.unicodeScalars)
    }

    private mutating func translateNext() throws(JinjaError) {
        switch scalars[index] {
        case "\\": pattern += try escape(isInSet: false)
        case "[": try set()
        case "(": try group()
        case "{": quantifier()
        case "}":
            pattern += "\\}"
            index += 1
        case let scalar:
            pattern.unicodeScalars.append(scalar)
            index += 1
        }
    }

    // MARK: Groups

    private mutating func group() throws(JinjaError) {
        if hasPrefix("(?P<") {
            index += 4
            let name = try self.name(before: ">")
            count += 1
            groups.append((name, count))
            pattern += "("
        } else if hasPrefix("(?P=") {
            index += 4
            let name = try self.name(before: ")")
            guard let group = groups.first(where: { $0.name == name }) else {
                throw failure("there is no group '\(name)' before it is asked for")
            }
            // A digit that follows would be taken for a part of the number.
            pattern += "(?:\\\(group.place))"
        } else if hasPrefix("(?#") {
            while index < scalars.count, scalars[index] != ")" { index += 1 }
            index += 1
        } else if hasPrefix("(?("), let end = scalars[index...].firstIndex(of: ")") {
            index = end
            throw failure("groups that depend on others are not supported")
        } else if hasPrefix("(?") {
            pattern += "(?"
            index += 2
            // a, u and L say which characters are letters, which is settled here.
            while let scalar = peek(), "aiLmsux-".unicodeScalars.contains(scalar) {
                if !"auL".unicodeScalars.contains(scalar) { pattern.unicodeScalars.append(scalar) }
                index += 1
            }
            if pattern.hasSuffix("(?"), peek() == ")" {
                pattern.removeLast(2)
                index += 1
            }
        } else {
            count += 1
            pattern += "("
            index += 1
        }
    }

    private mutating func name(before end: Unicode.Scalar) throws(JinjaError) -> String {
        guard let close = scalars[index...].firstIndex(of: end) else {
            throw failure("a name is not closed")
        }
        let name = String(String.UnicodeScalarView(scalars[index..<close]))
        index = close + 1
        return name
    }

    // MARK: Quantifiers

    /// `{3}`, `{2,}`, `{,4}` and `{2,4}` count; any other brace stands for itself.
    private mutating func quantifier() {
        let close = scalars[index...].firstIndex(of: "}") ?? index
        let inner = String(String.UnicodeScalarView(scalars[(index + 1)..<max(close, index + 1)]))
        guard let match = inner.wholeMatch(of: /([0-9]*)(,?)([0-9]*)/),
            !inner.isEmpty, !match.1.isEmpty || !match.2.isEmpty
        else {
            pattern += "\\{"
            index += 1
            return
        }
        pattern += "{\(match.1.isEmpty ? "0" : match.1)\(match.2)\(match.3)}"
        index = close + 1
    }

    // MARK: Sets

    private mutating func set() throws(JinjaError) {
        pattern += "["
        index += 1
        if peek() == "^" {
            pattern += "^"
            index += 1
        }
        var isFirst = true
        while let scalar = peek(), scalar != "]" || isFirst {
            isFirst = false
            let start = pattern.endIndex
            let isClass = scalar == "\\" && "dDwWsS".unicodeScalars.contains(peek(1) ?? " ")
            try member(scalar)
            // A range, unless the dash stands at an end or beside a class.
            guard peek() == "-", let next = peek(1), next != "]", !isClass, start < pattern.endIndex
            else { continue }
            if next == "\\", "dDwWsS".unicodeScalars.contains(peek(2) ?? " ") { continue }
            index += 1
            pattern += "-"
            try member(next)
        }
        guard peek() == "]" else { throw failure("a [ is not closed") }
        pattern += "]"
        index += 1
    }

    private mutating func member(_ scalar: Unicode.Scalar) throws(JinjaError) {
        if scalar == "\\" {
            pattern += try escape(isInSet: true)
            return
        }
        index += 1
        let isWord = !scalar.isASCII || scalar.properties.isAlphabetic || ("0"..."9") ~= scalar
        pattern += (isWord || scalar == "_" ? "" : "\\") + String(scalar)
    }

    // MARK: Escapes

    private mutating func escape(isInSet: Bool) throws(JinjaError) -> String {
        guard let scalar = peek(1) else { throw failure("a backslash stands at the end") }
        index += 2
        switch scalar {
        case "d", "D", "w", "W", "s", "S", "n", "t", "r", "f": return "\\\(scalar)"
        case "a": return "\\x07"
        case "v": return "\\x0b"
        case "b": return isInSet ? "\\x08" : "\\b"
        case "B" where !isInSet, "A" where !isInSet: return "\\\(scalar)"
        case "Z" where !isInSet: return "\\z"
        case "x": return "\\x{\(try digits(2, 16))}"
        case "u": return "\\x{\(try digits(4, 16))}"
        case "U": return "\\x{\(try digits(8, 16))}"
        case "0"..."9": return try number(scalar, isInSet: isInSet)
        case "a"..."z", "A"..."Z": throw failure("it has the unknown escape \\\(scalar)")
        default: return scalar.isASCII && scalar != "_" ? "\\\(scalar)" : String(scalar)
        }
    }

    private mutating func digits(_ count: Int, _ radix: Int) throws(JinjaError) -> String {
        let end = min(index + count, scalars.count)
        let text = String(String.UnicodeScalarView(scalars[index..<end]))
        guard text.unicodeScalars.count == count, Int(text, radix: radix) != nil else {
            throw failure("an escape is not complete")
        }
        index = end
        return text
    }

    /// A group by its number, or a character by its octal one.
    private mutating func number(
        _ first: Unicode.Scalar, isInSet: Bool
    ) throws(JinjaError) -> String {
        var text = String(first)
        let isOctal = first == "0" || isInSet
        while let next = peek(), ("0"..."9") ~= next, text.count < (isOctal ? 3 : 2) {
            if isOctal, next > "7" { break }
            text.unicodeScalars.append(next)
            index += 1
        }
        if !isOctal, text.count == 2, first < "4", let third = peek(), ("0"..."7") ~= third,
            Int(text, radix: 8) != nil
        {
            text.unicodeScalars.append(third)
            index += 1
            return "\\x{\(String(Int(text, radix: 8) ?? 0, radix: 16))}"
        }
        if isOctal {
            guard let value = Int(text, radix: 8) else { throw failure("an octal escape is wrong") }
            return "\\x{\(String(value, radix: 16))}"
        }
        guard let place = Int(text), place <= count else {
            throw failure("there is no group \(text)")
        }
        return "(?:\\\(place))"
    }
}
