/// What goose makes of `$NAME` and `${NAME}` in lines behind `-- +goose ENVSUB ON`.
///
/// | written | stands for |
/// |---|---|
/// | `$NAME`, `${NAME}` | the value; nothing where it is not set |
/// | `${NAME:-other}`, `${NAME-other}` | what is other where it is not set; with the colon also where it is empty |
/// | `${NAME:2}`, `${NAME:2:3}`, `${NAME: -2}` | a part of it: from a place on, so many characters |
/// | `${NAME?reason}` | the value; without one the file is refused with the reason |
/// | `\\$` | a dollar |
///
/// What is other may hold such names itself. Dollar quotes (`$$`, `$body$`) and parameters (`$1`)
/// stay as they are.
struct EnvironmentExpansion {
    /// Why a line cannot be used.
    struct Fault: Error { var reason: String }

    private let values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    /// - Parameter line: without its end.
    func expanded(_ line: String) throws(Fault) -> String {
        guard line.contains("$") else { return line }
        var rest = Substring(line)
        let text = try text(&rest, insideBraces: false)
        guard !text.contains(where: \.isNewline) else {
            throw Fault(
                reason: "a variable of the environment with a line break cannot be put in here")
        }
        return text
    }

    /// Up to the end, or to the brace that closes.
    private func text(_ rest: inout Substring, insideBraces: Bool) throws(Fault) -> String {
        var text = ""
        while let character = rest.first {
            if insideBraces, character == "}" { break }
            if rest.hasPrefix("\\\\") {
                rest.removeFirst(2)
                text += "\\\\"
            } else if rest.hasPrefix("\\$") {
                rest.removeFirst(2)
                text += "$"
            } else if character == "$" {
                text += try expansion(&rest)
            } else {
                rest.removeFirst()
                text.append(character)
            }
        }
        return text
    }

    /// What begins with a dollar.
    private func expansion(_ rest: inout Substring) throws(Fault) -> String {
        rest.removeFirst()
        if rest.first == "$" {
            rest.removeFirst()
            return "$$"
        }
        if rest.first == "{" {
            rest.removeFirst()
            return try braced(&rest)
        }
        let name = takeName(&rest)
        guard !name.isEmpty else { return "$" }
        if rest.first == "$", values[name] == nil {
            // The quote of a body: $body$.
            rest.removeFirst()
            return "$\(name)$"
        }
        return values[name] ?? ""
    }

    private func braced(_ rest: inout Substring) throws(Fault) -> String {
        let name = takeName(&rest)
        guard !name.isEmpty else {
            throw Fault(reason: "'${' is not followed by the name of a variable")
        }
        let value = values[name]
        var result = value ?? ""
        if rest.hasPrefix(":-") {
            rest.removeFirst(2)
            let other = try text(&rest, insideBraces: true)
            if result.isEmpty { result = other }
        } else if rest.first == "-" {
            rest.removeFirst()
            let other = try text(&rest, insideBraces: true)
            if value == nil { result = other }
        } else if rest.first == "?" {
            rest.removeFirst()
            let reason = try text(&rest, insideBraces: true)
            if value == nil {
                throw Fault(reason: "\(name): \(reason.isEmpty ? "not set" : reason)")
            }
        } else if rest.first == ":" {
            rest.removeFirst()
            let numbers = rest.prefix { $0 != "}" }
            rest = rest[numbers.endIndex...]
            result = try part(of: result, numbers, name)
        }
        guard rest.first == "}" else {
            throw Fault(reason: "'${\(name)' is not a form that goose knows")
        }
        rest.removeFirst()
        return result
    }

    /// A negative place counts from the end; a negative length leaves so many out there.
    private func part(of value: String, _ numbers: Substring, _ name: String) throws(Fault)
        -> String
    {
        let read = numbers.split(separator: ":", omittingEmptySubsequences: false).map {
            Int($0.trimmed)
        }
        guard read.count <= 2, let first = read.first, let first else {
            throw Fault(reason: "'${\(name):\(numbers)}' is not a form that goose knows")
        }
        // goose counts bytes; a part of a character is none.
        let bytes = Array(value.utf8)
        let start = first < 0 ? max(0, bytes.count + first) : min(first, bytes.count)
        var end = bytes.count
        if read.count == 2 {
            guard let length = read[1] else {
                throw Fault(reason: "'${\(name):\(numbers)}' is not a form that goose knows")
            }
            end = length < 0 ? max(start, bytes.count + length) : min(bytes.count, start + length)
        }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private func takeName(_ rest: inout Substring) -> String {
        guard rest.first?.isLetter ?? false else { return "" }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        rest = rest[name.endIndex...]
        return String(name)
    }
}
