internal import Jinja

/// The values of `var()` as the templates of one package see them.
struct Variables: Sendable {
    /// Values by name, those that win first: the command line, the project's values for the
    /// package, the project's common values, and for a package its own project file's two.
    var layers: [[String: Value]] = []

    subscript(name: String) -> Value? {
        for layer in layers {
            if let value = layer[name] { return value }
        }
        return nil
    }

    /// `var(name, default)`, with `var.has_var(name)`. What is missing is an error.
    var function: Value { .object(VariableFunction(self, isLenient: false)) }

    /// The same while a node is only read, where dbt gives None for what is missing.
    var lenientFunction: Value { .object(VariableFunction(self, isLenient: true)) }
}

private final class VariableFunction: JinjaObject {
    let variables: Variables
    let isLenient: Bool
    let typeName = "var"
    let isCallable = true

    init(_ variables: Variables, isLenient: Bool) {
        self.variables = variables
        self.isLenient = isLenient
    }

    func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        let name = try arguments.string("name", at: 0) ?? ""
        if let value = variables[name] { return try rendered(value, arguments) }
        if let fallback = try arguments.value("default", at: 1) { return fallback }
        if isLenient { return .none }
        let message = "the variable '\(name)' is not set and has no default"
        throw JinjaError(
            .host, message,
            underlying: PipelineError(
                .missingVariable, message,
                hint: suggestion(for: name, among: variables.layers.flatMap(\.keys))
                    ?? "Set it under `vars` in dbt_project.yml, or give a default."))
    }

    /// A text that is a template itself, rendered with the names of the template that asks.
    private func rendered(_ value: Value, _ arguments: Arguments) throws(JinjaError) -> Value {
        guard case .string(let text) = value, TemplateEnvironment.isTemplate(text),
            let context = arguments.rendering?.context
        else { return value }
        return .string(
            try TemplateEnvironment.shared.template(text, name: "a variable").render(in: context))
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        guard name == "has_var" else { return nil }
        let variables = variables
        return .function(name) { (arguments) throws(JinjaError) in
            .bool(variables[try arguments.string("name", at: 0) ?? ""] != nil)
        }
    }
}
