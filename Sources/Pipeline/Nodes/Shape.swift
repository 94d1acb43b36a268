internal import Jinja

/// What a value in a project's files has to be for dbt to read the project.
///
/// The shapes of configs are in ``ConfigurationShapes``, those of the keys of properties
/// files in ``PropertyShapes``.
indirect enum Shape: Sendable {
    case text, flag, number, mapping, list
    /// A list of texts.
    case texts
    /// A text or a list of texts.
    case textOrTexts
    /// One of some words; of some configs in any case.
    case word([String], anyCase: Bool = false)
    /// A mapping with no other keys than these.
    case record([String: Shape])
    /// Null, or a value of that shape.
    case optional(Shape)

    /// The same where there may be nothing.
    var orNothing: Self { .optional(self) }

    /// What was expected instead of a value; nil where it is of this shape.
    func fault(of value: Value) -> String? {
        switch self {
        case .optional(let shape): value.isNone ? nil : shape.fault(of: value)
        case .text: value.string == nil ? "a string" : nil
        case .flag: value.bool == nil ? "true or false" : nil
        case .mapping: value.dict == nil ? "a mapping" : nil
        case .list: value.elements == nil ? "a list" : nil
        case .number:
            switch value {
            case .int, .bool: nil
            default: "a whole number"
            }
        case .texts: Self.areTexts(value.elements) ? nil : "a list of strings"
        case .textOrTexts:
            Self.areTexts(value.elements ?? [value]) ? nil : "a string or a list of strings"
        case .word(let words, let anyCase):
            if let text = value.string, words.contains(anyCase ? text.lowercased() : text) {
                nil
            } else {
                "one of " + words.joined(separator: ", ")
            }
        case .record(let shapes): value.dict.map { Self.fault(of: $0, shapes) } ?? "a mapping"
        }
    }

    private static func areTexts(_ values: [Value]?) -> Bool {
        values?.allSatisfy { $0.string != nil } ?? false
    }

    private static func fault(of dict: Dict, _ shapes: [String: Self]) -> String? {
        for entry in dict.entries {
            guard let key = entry.key.string, let shape = shapes[key] else {
                return "a mapping of " + shapes.keys.sorted().joined(separator: ", ")
            }
            if let fault = shape.fault(of: entry.value) {
                return "a mapping whose `\(key)` is \(fault)"
            }
        }
        return nil
    }
}
