internal import Jinja

/// What all templates of a run share.
struct Session: Sendable {
    /// The version of dbt this is compatible with: `dbt_version` in templates.
    static let dbtVersion = "1.12.6"

    let projectName: String
    let profile: Profile
    var variables: Variables
    let environment: EnvironmentVariables
    let invocation: Invocation
    var macros: MacroLibrary
    /// The texts of `{% docs %}` blocks.
    var docs: [String: String] = [:]
    /// `--full-refresh`.
    var fullRefresh = false
}
