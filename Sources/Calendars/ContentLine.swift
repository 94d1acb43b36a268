/// A line of a calendar (RFC 5545): `NAME;PARAMETER=value:value`.
struct ContentLine: Sendable {
    let name: String
    let parameters: [String: String]
    let value: String

    /// The lines of a calendar, those that were folded put together.
    ///
    /// - Parameter isCut: whether the last line has no end.
    static func lines(of bytes: some Sequence<UInt8>) -> [String] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var isAtStart = true
        func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
        var wasReturn = false
        for byte in bytes {
            if isBreak(byte) {
                // A line feed after a return is a part of the same end.
                if !(byte == 10 && wasReturn) {
                    lines.append(line)
                    line = []
                    isAtStart = true
                }
                wasReturn = byte == 13
                continue
            }
            wasReturn = false
            // A fold may stand in the middle of a character, so bytes are put together.
            if isAtStart, byte == 32 || byte == 9, let last = lines.popLast() {
                line = last
                isAtStart = false
                continue
            }
            isAtStart = false
            line.append(byte)
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map(WrittenText.decode).filter { !$0.isEmpty }
    }

    /// Nil for what is none.
    init?(_ text: String) {
        var name = ""
        var parameters: [String: String] = [:]
        var part = ""
        var isQuoted = false
        var rest = text.unicodeScalars[...]
        func close(_ part: String) {
            if name.isEmpty {
                name = part.uppercased()
            } else if let equals = part.firstIndex(of: "=") {
                parameters[part[..<equals].uppercased()] = String(
                    part[part.index(after: equals)...])
            }
        }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": isQuoted.toggle()
            case ";" where !isQuoted:
                close(part)
                part = ""
            case ":" where !isQuoted:
                close(part)
                self.name = name
                self.parameters = parameters
                value = String(rest)
                guard !name.isEmpty else { return nil }
                return
            default: part.unicodeScalars.append(scalar)
            }
        }
        return nil
    }

    /// The value as text: `\n`, `\,`, `\;` and `\\` taken back.
    var text: String {
        guard value.utf8.contains(UInt8(ascii: "\\")) else { return value }
        var text = ""
        var rest = value.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let next = rest.popFirst() else {
                text.unicodeScalars.append(scalar)
                continue
            }
            switch next {
            case "n", "N": text.unicodeScalars.append("\n")
            default: text.unicodeScalars.append(next)
            }
        }
        return text
    }

    /// The values of a list, separated by commas that are not escaped.
    var list: [String] {
        var parts: [String] = [""]
        var isEscaped = false
        for scalar in value.unicodeScalars {
            if scalar == ",", !isEscaped {
                parts.append("")
                continue
            }
            isEscaped = scalar == "\\" && !isEscaped
            if !isEscaped { parts[parts.count - 1].unicodeScalars.append(scalar) }
        }
        return parts.map(\.trimmed).filter { !$0.isEmpty }
    }
}

extension StringProtocol {
    var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
