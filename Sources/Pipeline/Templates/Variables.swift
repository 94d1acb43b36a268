internal import Jinja

/// The values of `var()`: those of the command line before those of the project file, there those
/// under the project's name before the common ones.
struct Variables: Sendable {
    /// From the command line.
    var given: [String: Value] = [:]
    /// Under `vars` of the project file.
    var project: [String: Value] = [:]

    subscript(name: String) -> Value? { given[name] ?? project[name] }

    /// `var(name, default)`, with `var.has_var(name)`.
    var function: Value { .object(VariableFunction(self)) }
}

private final class VariableFunction: JinjaObject {
    let variables: Variables
    let typeName = "var"
    let isCallable = true

    init(_ variables: Variables) { self.variables = variables }

    func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        let name = try arguments.string("name", at: 0) ?? ""
        if let value = variables[name] { return value }
        if let fallback = try arguments.value("default", at: 1) { return fallback }
        let known = Array(variables.given.keys) + Array(variables.project.keys)
        let message = "the variable '\(name)' is not set and has no default"
        throw JinjaError(
            .host, message,
            underlying: PipelineError(
                .missingVariable, message,
                hint: suggestion(for: name, among: known)
                    ?? "Set it under `vars` in dbt_project.yml, or give a default."))
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        guard name == "has_var" else { return nil }
        let variables = variables
        return .function(name) { (arguments) throws(JinjaError) in
            .bool(variables[try arguments.string("name", at: 0) ?? ""] != nil)
        }
    }
}
