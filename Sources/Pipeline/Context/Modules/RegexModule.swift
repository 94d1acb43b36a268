internal import Foundation
internal import Jinja

/// `modules.re`: Python's regular expressions.
final class RegexModule: JinjaObject {
    let typeName = "module"

    private static let flags: [String: NSRegularExpression.Options] = [
        "IGNORECASE": .caseInsensitive, "I": .caseInsensitive,
        "MULTILINE": .anchorsMatchLines, "M": .anchorsMatchLines,
        "DOTALL": .dotMatchesLineSeparators, "S": .dotMatchesLineSeparators,
        "VERBOSE": .allowCommentsAndWhitespace, "X": .allowCommentsAndWhitespace,
        "ASCII": [], "A": [], "UNICODE": [], "U": [],
    ]

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        if let flag = Self.flags[name] { return .int(Int(flag.rawValue)) }
        switch name {
        case "compile":
            return .function(name) { (arguments) throws(JinjaError) in
                .object(try Self.pattern(arguments, flagsAt: 1))
            }
        case "escape":
            return .function(name) { (arguments) throws(JinjaError) in
                .string(Self.escaped(try arguments.string("pattern", at: 0) ?? ""))
            }
        case _ where PatternObject.methods.contains(name):
            return .function(name) { (arguments) throws(JinjaError) in
                // The flags follow the method's own arguments.
                let own = name == "sub" || name == "subn" ? 4 : name == "split" ? 3 : 2
                let pattern = try Self.pattern(arguments, flagsAt: own)
                var rest = arguments
                if rest.positional.isEmpty {
                    rest.named.removeAll { $0.name == "pattern" }
                } else {
                    rest.positional.removeFirst()
                }
                rest.positional = Array(rest.positional.prefix(own - 1))
                rest.named.removeAll { $0.name == "flags" }
                return try pattern.answer(name, rest)
            }
        default: return nil
        }
    }

    /// The pattern of a call, compiled unless it was before.
    private static func pattern(
        _ arguments: Arguments, flagsAt index: Int
    ) throws(JinjaError) -> PatternObject {
        let value = try arguments.required("pattern", at: 0)
        if let pattern = value.object as? PatternObject { return pattern }
        let flags = try arguments.value("flags", at: index)?.int ?? 0
        return try PatternObject(
            try value.text(), NSRegularExpression.Options(rawValue: UInt(max(0, flags))))
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if " #$&()*+-.?[\\]^{|}~\t\n\r".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}

/// A compiled pattern.
final class PatternObject: JinjaObject {
    let typeName = "Pattern"
    let source: String
    private let regex: NSRegularExpression
    /// The named groups in their order, with their places.
    let groups: [(name: String, place: Int)]

    static let methods = [
        "match", "search", "fullmatch", "findall", "finditer", "sub", "subn", "split",
    ]

    init(_ source: String, _ options: NSRegularExpression.Options) throws(JinjaError) {
        self.source = source
        let translation = try RegexTranslation(source)
        // Lines end with \n in Python, and with nothing else.
        guard
            let regex = try? NSRegularExpression(
                pattern: translation.pattern, options: options.union(.useUnixLineSeparators))
        else {
            throw JinjaError(.value, "the regular expression '\(source)' cannot be read")
        }
        self.regex = regex
        groups = translation.groups
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        if name == "pattern" { return .string(source) }
        guard Self.methods.contains(name) else { return nil }
        return .function(name) { [self] (arguments) throws(JinjaError) in
            try answer(name, arguments)
        }
    }

    func answer(_ name: String, _ arguments: Arguments) throws(JinjaError) -> Value {
        let isReplacing = name == "sub" || name == "subn"
        let text = try arguments.required("string", at: isReplacing ? 1 : 0).text()
        switch name {
        case "search": return try matches(text, limit: 1).first.map { .object($0) } ?? .none
        case "match", "fullmatch":
            let length = (text as NSString).length
            let found = try matches(
                text, limit: 1, isWhole: name == "fullmatch", options: .anchored
            ).first
            guard let found, name == "match" || found.range.length == length else { return .none }
            return .object(found)
        case "finditer": return Value(try matches(text).map { .object($0) })
        case "findall":
            return Value(
                try matches(text).map { match in
                    match.count == 0
                        ? match.group(0)
                        : match.count == 1
                            ? match.group(1, missing: "")
                            : Value(tuple: (1...match.count).map { match.group($0, missing: "") })
                })
        case "split":
            let limit = try arguments.int("maxsplit", at: 1) ?? 0
            var parts: [Value] = []
            var end = 0
            for match in try matches(text, limit: limit) {
                parts.append(.string(match.text(from: end, to: match.range.location)))
                if match.count > 0 { parts += (1...match.count).map { match.group($0) } }
                end = match.range.location + match.range.length
            }
            parts.append(.string((text as NSString).substring(from: end)))
            return Value(parts)
        default:
            let replacement = try arguments.required("repl", at: 0)
            let found = try matches(text, limit: try arguments.int("count", at: 2) ?? 0)
            var result = ""
            var end = 0
            for match in found {
                result += match.text(from: end, to: match.range.location)
                result += try match.expanded(replacement)
                end = match.range.location + match.range.length
            }
            result += (text as NSString).substring(from: end)
            let value = Value.string(result)
            return name == "sub" ? value : Value(tuple: [value, .int(found.count)])
        }
    }

    /// The matches in a text from left to right; a limit of 0 takes all.
    ///
    /// - Throws: code `.limit` for a pattern that tries too long.
    private func matches(
        _ text: String, limit: Int = 0, isWhole: Bool = false,
        options: NSRegularExpression.MatchingOptions = []
    ) throws(JinjaError) -> [MatchObject] {
        var found: [MatchObject] = []
        var steps = 0
        let whole = NSRange(location: 0, length: (text as NSString).length)
        regex.enumerateMatches(
            in: text, options: options.union(.reportProgress), range: whole
        ) { result, _, stop in
            if let result {
                found.append(MatchObject(result, in: text, of: self))
                if limit > 0, found.count >= limit { stop.pointee = true }
            } else {
                steps += 1
                if steps > Self.maximumSteps { stop.pointee = true }
            }
        }
        if steps > Self.maximumSteps {
            throw JinjaError(.limit, "the regular expression '\(source)' takes too long")
        }
        return found
    }

    /// The engine reports about every millisecond of trying.
    private static let maximumSteps = 10_000
}
