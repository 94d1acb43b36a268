internal import Jinja

/// A call of `dbt.ref`, `dbt.source` or `dbt.config` in a Python model, with what stands between
/// its parentheses as a template would have it.
struct PythonCall: Sendable {
    enum Kind: String { case ref, source, config }

    let kind: Kind
    let arguments: String
    let line: Int

    /// The call as a template.
    var template: String { "{{ \(kind.rawValue)(\(arguments)) }}" }

    /// The calls of a model's text, in its order.
    ///
    /// - Throws: code `.template` for arguments that are no literals: what a model reads has to be
    ///   known before it runs.
    static func all(in code: String) throws(PipelineError) -> [PythonCall] {
        var scanner = PythonScanner(code)
        return try scanner.calls()
    }
}

/// Reads just as much Python as tells calls from texts and comments.
private struct PythonScanner {
    private let text: [Character]
    private var place = 0
    private var line = 1
    /// What the model calls its first parameter.
    private let name: String

    init(_ code: String) {
        text = Array(code)
        let head = code.firstMatch(of: /(?m)^def\s+model\s*\(\s*(\w+)/)
        name = head.map { String($0.1) } ?? "dbt"
    }

    mutating func calls() throws(PipelineError) -> [PythonCall] {
        var calls: [PythonCall] = []
        while place < text.count {
            let start = place
            if try skipTextOrComment() { continue }
            guard isWordCharacter(text[place]) else {
                step()
                continue
            }
            let isAttribute = start > 0 && text[start - 1] == "."
            guard word() == name, !isAttribute, let kind = methodName(), isOpening() else {
                continue
            }
            let begins = line
            calls.append(PythonCall(kind: kind, arguments: try arguments(), line: begins))
        }
        return calls
    }

    private mutating func step() {
        if text[place] == "\n" { line += 1 }
        place += 1
    }

    private func isWordCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    private mutating func word() -> String {
        let start = place
        while place < text.count, isWordCharacter(text[place]) { step() }
        return String(text[start..<place])
    }

    private mutating func skipBlanks() {
        while place < text.count, text[place].isWhitespace { step() }
    }

    /// `.ref`, `.source` or `.config`; what is none of them is passed over.
    private mutating func methodName() -> PythonCall.Kind? {
        skipBlanks()
        guard place < text.count, text[place] == "." else { return nil }
        step()
        skipBlanks()
        return PythonCall.Kind(rawValue: word())
    }

    private mutating func isOpening() -> Bool {
        skipBlanks()
        guard place < text.count, text[place] == "(" else { return false }
        step()
        return true
    }

    /// Passes over a comment, or a text with its prefix.
    private mutating func skipTextOrComment() throws(PipelineError) -> Bool {
        if text[place] == "#" {
            while place < text.count, text[place] != "\n" { step() }
            return true
        }
        guard text[place] == "'" || text[place] == "\"" else { return false }
        _ = try literal(isRaw: false)
        return true
    }

    /// A text as templates write it.
    private mutating func literal(isRaw: Bool) throws(PipelineError) -> String {
        let begins = line
        let quote = text[place]
        let isLong =
            place + 2 < text.count && text[place + 1] == quote && text[place + 2] == quote
        for _ in 0..<(isLong ? 3 : 1) { step() }
        var content = ""
        while place < text.count {
            let character = text[place]
            if character == "\\", place + 1 < text.count {
                content += isRaw ? "\\\\" : "\\"
                step()
                content.append(text[place])
                step()
                continue
            }
            if character == quote {
                let ends =
                    !isLong
                    || place + 2 < text.count && text[place + 1] == quote
                        && text[place + 2] == quote
                if ends {
                    for _ in 0..<(isLong ? 3 : 1) { step() }
                    return "\(quote)\(content)\(quote)"
                }
                content.append("\\")
            }
            if character == "\n", !isLong { break }
            content += character == "\n" ? "\\n" : String(character)
            step()
        }
        throw PipelineError(.template, "a text that begins here does not end", line: begins)
    }

    /// What stands up to the closing parenthesis, without comments.
    private mutating func arguments() throws(PipelineError) -> String {
        let begins = line
        var (result, depth) = ("", 0)
        while place < text.count {
            let character = text[place]
            switch character {
            case "#":
                while place < text.count, text[place] != "\n" { step() }
            case "'", "\"": result += try literal(isRaw: false)
            case "(", "[", "{":
                depth += 1
                result.append(character)
                step()
            case ")" where depth == 0:
                step()
                return result
            case ")", "]", "}":
                depth -= 1
                result.append(character)
                step()
            case _ where isWordCharacter(character):
                result += try constant()
            default:
                result += character.isWhitespace || character == "\\" ? " " : String(character)
                step()
            }
        }
        throw PipelineError(.template, "a parenthesis that begins here does not end", line: begins)
    }

    /// A number, a constant, the name of an argument, or a text with a prefix.
    private mutating func constant() throws(PipelineError) -> String {
        let word = word()
        if place < text.count, text[place] == "'" || text[place] == "\"" {
            if word.lowercased() == "r" { return try literal(isRaw: true) }
            if word.lowercased() == "u" { return try literal(isRaw: false) }
        }
        if word.first?.isNumber == true || ["True", "False", "None"].contains(word) { return word }
        var next = place
        while next < text.count, text[next].isWhitespace { next += 1 }
        let isName =
            next < text.count && text[next] == "="
            && !(next + 1 < text.count && text[next + 1] == "=")
        if isName { return word }
        throw PipelineError(
            .template, "the arguments of \(name).ref, .source and .config are written out",
            line: line,
            hint: "'\(word)' is known only while the model runs; write its value in its place.")
    }
}
