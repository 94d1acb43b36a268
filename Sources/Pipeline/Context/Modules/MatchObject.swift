internal import Foundation
internal import Jinja

/// A match of a regular expression.
final class MatchObject: JinjaObject {
    let typeName = "Match"
    let range: NSRange
    private let ranges: [NSRange]
    private let source: String
    private let pattern: PatternObject

    init(_ result: NSTextCheckingResult, in source: String, of pattern: PatternObject) {
        range = result.range
        ranges = (0..<result.numberOfRanges).map(result.range(at:))
        self.source = source
        self.pattern = pattern
    }

    /// The number of groups.
    var count: Int { ranges.count - 1 }

    /// The text of a group, 0 being the whole match; None or `missing` where it took no part.
    func group(_ index: Int, missing: Value = .none) -> Value {
        let range = ranges[index]
        return range.location == NSNotFound
            ? missing : .string((source as NSString).substring(with: range))
    }

    func text(from start: Int, to end: Int) -> String {
        (source as NSString).substring(with: NSRange(location: start, length: end - start))
    }

    private func index(of key: Value) throws(JinjaError) -> Int {
        if let index = key.int, ranges.indices.contains(index) { return index }
        if let name = key.string, let group = pattern.groups.first(where: { $0.name == name }) {
            return group.place
        }
        throw JinjaError(.value, "no such group: \(key.pythonText)")
    }

    func item(_ key: Value) throws(JinjaError) -> Value? { group(try index(of: key)) }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "string": return .string(source)
        case "re": return .object(pattern)
        case "lastgroup":
            let taken = pattern.groups.last { ranges[$0.place].location != NSNotFound }
            return Value(taken?.name)
        case "expand":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                .string(try expanded(.string(try arguments.string("template", at: 0) ?? "")))
            }
        case "group":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                var groups: [Value] = []
                for key in arguments.positional.isEmpty ? [.int(0)] : arguments.positional {
                    groups.append(group(try index(of: key)))
                }
                return groups.count == 1 ? groups[0] : Value(tuple: groups)
            }
        case "groups":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let missing = try arguments.value("default", at: 0) ?? .none
                return Value(tuple: (0..<count).map { group($0 + 1, missing: missing) })
            }
        case "groupdict":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let missing = try arguments.value("default", at: 0) ?? .none
                return .dict(
                    Dict(
                        pattern.groups.map {
                            (.string($0.name), group($0.place, missing: missing))
                        }))
            }
        case "start", "end", "span":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let range = ranges[try index(of: try arguments.value("group", at: 0) ?? .int(0))]
                // Places are counted in code points, as Python does.
                func place(_ offset: Int) -> Value {
                    .int((source as NSString).substring(to: offset).unicodeScalars.count)
                }
                if range.location == NSNotFound {
                    return name == "span" ? Value(tuple: [.int(-1), .int(-1)]) : .int(-1)
                }
                let (start, end) = (place(range.location), place(range.location + range.length))
                return name == "start" ? start : name == "end" ? end : Value(tuple: [start, end])
            }
        default: return nil
        }
    }

    /// A replacement with its `\1`, `\g<1>` and `\g<name>` filled in; a function is called.
    func expanded(_ replacement: Value) throws(JinjaError) -> String {
        if replacement.isCallable {
            return try replacement.call(Arguments([.object(self)])).text()
        }
        let template = try replacement.text()
        guard template.contains("\\") else { return template }
        var result = ""
        var rest = Substring(template)
        while let backslash = rest.firstIndex(of: "\\") {
            result += rest[..<backslash]
            rest = rest[backslash...]
            if let match = rest.prefixMatch(of: /\\(\d{1,2})|\\g<(\w+)>/) {
                let name = String(match.1 ?? match.2 ?? "")
                let key = Int(name).map { Value.int($0) } ?? .string(name)
                result += group(try index(of: key), missing: "").pythonText
                rest = rest[match.range.upperBound...]
                continue
            }
            rest = rest.dropFirst()
            switch rest.popFirst() {
            case "n": result += "\n"
            case "t": result += "\t"
            case "r": result += "\r"
            case "\\": result += "\\"
            case let other?: result += "\\" + String(other)
            case nil: result += "\\"
            }
        }
        return result + rest
    }
}
