internal import Jinja
internal import YAML

extension Value {
    /// A YAML node as templates see it: mappings become dicts, sequences lists.
    init(_ node: YAML.Node) {
        switch node.value {
        case .null: self = .none
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .double(let number): self = .double(number)
        case .string(let text): self = .string(text)
        case .sequence(let items): self.init(items.map { Value($0) })
        case .mapping(let mapping):
            self = .dict(Dict(mapping.entries.map { (Value($0.key), Value($0.value)) }))
        }
    }

    /// The text Python's `str()` gives: used for the names of tests.
    var pythonText: String {
        switch self {
        case .none: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .int(let number): String(number)
        case .double(let number): number.description
        case .string(let text): text
        case .list(let list):
            "[" + list.elements.map(\.pythonRepresentation).joined(separator: ", ") + "]"
        case .tuple(let tuple):
            "(" + tuple.elements.map(\.pythonRepresentation).joined(separator: ", ") + ")"
        case .dict(let dict):
            "{"
                + dict.entries.map {
                    $0.key.pythonRepresentation + ": " + $0.value.pythonRepresentation
                }.joined(separator: ", ") + "}"
        case .object(let object): (try? object.representation()) ?? ""
        case .undefined, .callable: ""
        }
    }

    /// The text that `{{ value }}` prints.
    func printed() throws(JinjaError) -> String {
        if case .object(let object) = self { return try object.text() }
        return pythonText
    }

    /// The text Python's `repr()` gives.
    var pythonRepresentation: String {
        guard case .string(let text) = self else { return pythonText }
        let quote: Character = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var result = String(quote)
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "'" where quote == "'": result += "\\'"
            default: result.unicodeScalars.append(character)
            }
        }
        return result + String(quote)
    }
}
