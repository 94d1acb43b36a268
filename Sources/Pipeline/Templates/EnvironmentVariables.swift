internal import Jinja

/// The environment variables that templates may read, as they were given to the run.
struct EnvironmentVariables: Sendable {
    let values: [String: String]

    /// What the names of secrets begin with. A secret may be read where connections and packages
    /// are described, and nowhere that ends up in compiled SQL.
    static let secretPrefix = "DBT_ENV_SECRET"
    private static let metadataPrefix = "DBT_ENV_CUSTOM_ENV_"

    /// `env_var(name, default)` for profiles and lists of packages.
    var function: Value { function(allowsSecrets: true) }

    /// `env_var(name, default)` for everything else.
    var functionWithoutSecrets: Value { function(allowsSecrets: false) }

    /// `dbt_metadata_envs`: the variables that are meant to be seen in artifacts, by the rest of
    /// their names.
    var metadata: Value {
        .dict(
            Dict(
                values.keys.filter { $0.hasPrefix(Self.metadataPrefix) }.sorted().map {
                    (
                        .string(String($0.dropFirst(Self.metadataPrefix.count))),
                        .string(values[$0] ?? "")
                    )
                }))
    }

    private func function(allowsSecrets: Bool) -> Value {
        let values = values
        return .function("env_var") { (arguments) throws(JinjaError) in
            let name = try arguments.string("var", at: 0) ?? ""
            if !allowsSecrets, name.hasPrefix(Self.secretPrefix) {
                let message =
                    "the secret '\(name)' may only be read in profiles.yml and packages.yml"
                throw JinjaError(
                    .host, message,
                    underlying: PipelineError(
                        .configuration, message,
                        hint: "Give the variable another name if it is no secret."))
            }
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
