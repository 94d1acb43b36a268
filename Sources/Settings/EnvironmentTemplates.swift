internal import Jinja
internal import YAML

/// Puts values of the environment where a text asks for them with `env_var`.
struct EnvironmentTemplates: Sendable {
    private let values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    func fill(_ text: String, at position: YAML.Position?) throws(SettingsError) -> String {
        guard text.contains("{{") || text.contains("{%") else { return text }
        let values = values
        let lookUp = Value.function("env_var") { (arguments) throws(JinjaError) in
            let name = try arguments.string("var", at: 0) ?? ""
            if let value = values[name] { return .string(value) }
            if let standard = try arguments.value("default", at: 1) { return standard }
            throw JinjaError(
                .host,
                "the environment variable '\(name)' is not set; set it, or give a default: "
                    + "env_var('\(name)', 'default')")
        }
        do throws(JinjaError) {
            return try Environment().template(text, name: "settings").render(["env_var": lookUp])
        } catch {
            throw SettingsError(
                error.code == .host ? .missingVariable : .malformed, error.message, position)
        }
    }
}
