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
        case .string(let text):
            let time = node.style == .plain && node.tag == nil ? YAMLTimestamp.text(text) : nil
            self = .string(time ?? text)
        case .sequence(let items): self.init(items.map { Value($0) })
        case .mapping(let mapping):
            self = .dict(Dict(mapping.entries.map { (Value($0.key), Value($0.value)) }))
        }
    }

    /// The text Python's `str()` gives; empty for what has none.
    var pythonText: String { (try? text()) ?? "" }

    /// The text Python's `repr()` gives; empty for what has none.
    var pythonRepresentation: String { (try? representation()) ?? "" }
}
