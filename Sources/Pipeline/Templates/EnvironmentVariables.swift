internal import Jinja

/// The environment variables that templates may read, as they were given to the run.
struct EnvironmentVariables: Sendable {
    let values: [String: String]

    /// `env_var(name, default)`.
    var function: Value {
        let values = values
        return .function("env_var") { (arguments) throws(JinjaError) in
            let name = try arguments.string("var", at: 0) ?? ""
            if let value = values[name] { return .string(value) }
            if let fallback = try arguments.value("default", at: 1), !fallback.isNone {
                return fallback
            }
            throw JinjaError(
                .host, "the environment variable '\(name)' is not set",
                underlying: PipelineError(
                    .missingEnvironmentVariable, "the environment variable '\(name)' is not set",
                    hint: "Set it, or give a default: env_var('\(name)', 'default')."))
        }
    }
}
