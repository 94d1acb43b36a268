internal import Jinja

/// Jinja as dbt sets it up: undefined attributes are undefined, and a few filters of dbt's own.
enum TemplateEnvironment {
    /// For everything that becomes text: there, dbt's conversions change nothing.
    static let shared = environment { value, _ in value }

    /// For values of YAML files.
    static let native = environment { (value, convert) throws(JinjaError) in try convert(value) }

    private typealias Conversion = @Sendable (Value) throws(JinjaError) -> Value

    private static func environment(
        _ apply: @escaping @Sendable (Value, Conversion) throws(JinjaError) -> Value
    ) -> Environment {
        var environment = Environment()
        environment.options.undefined = .chainable
        environment.options.sectionTags = [
            "test": .macro(prefix: "test_"), "data_test": .macro(prefix: "test_"),
            "materialization": .template, "snapshot": .template, "docs": .text,
        ]
        for (name, convert) in conversions {
            environment.filters[name] = Callable(name) { (arguments) throws(JinjaError) in
                try apply(try arguments.required("value", at: 0), convert)
            }
        }
        environment.filters["is_list"] = Callable("is_list") { (arguments) throws(JinjaError) in
            if case .list = try arguments.required("value", at: 0) { true } else { false }
        }
        return environment
    }

    private static let conversions: [String: Conversion] = [
        "as_text": { (value) throws(JinjaError) in value },
        "as_native": { (value) throws(JinjaError) in native(value) },
        "as_bool": { (value) throws(JinjaError) in
            if case .bool = native(value) { return native(value) }
            throw JinjaError(.value, "this value is neither true nor false")
        },
        "as_number": { (value) throws(JinjaError) in
            switch native(value) {
            case .int, .double: return native(value)
            default: throw JinjaError(.value, "this value is not a number")
            }
        },
    ]

    /// The number, truth value or None that a text spells, else the value itself.
    private static func native(_ value: Value) -> Value {
        guard case .string(let text) = value else { return value }
        if let number = Int(text) { return .int(number) }
        if let number = Double(text) { return .double(number) }
        switch text.lowercased() {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "none", "null": return .none
        default: return value
        }
    }

    /// Whether a text holds anything to render.
    static func isTemplate(_ text: String) -> Bool {
        text.utf8.contains(UInt8(ascii: "{"))
            && (text.contains("{{") || text.contains("{%") || text.contains("{#"))
    }
}
