internal import Jinja

/// What all templates of a run share.
struct Session: Sendable {
    /// The version of dbt this is compatible with: `dbt_version` in templates.
    static let dbtVersion = "1.12.6"

    let projectName: String
    let profile: Profile
    /// The values of `var()` by the package whose templates ask.
    var variables: [String: Variables] = [:]
    let environment: EnvironmentVariables
    let invocation: Invocation
    var macros: MacroLibrary
    var docs: Docs
    let reading = ReadingRecord()
    /// `--full-refresh`.
    var fullRefresh = false
    /// The ids of the nodes of the run.
    var selected: Set<String> = []
    /// `--empty`.
    var isEmpty = false
    /// `--store-failures`.
    var storeFailures = false
    /// `--sample`.
    var sample: EventWindow?
    /// Whether a microbatch strategy of the project's own is called batch by batch.
    var batchesCustomMicrobatch = false
    /// Whether the latest of a model's versions gets a view of the model's name where nothing says
    /// otherwise.
    var pointsToLatest = false
    /// `--defer`.
    var deferral: Deferral?

    /// The names by which the templates of a package's YAML files get at values: those that every
    /// template has, without macros and without what asks the database.
    func valueNames(for package: String) -> [String: Value] {
        var names: [String: Value] = [
            "env_var": environment.functionWithoutSecrets,
            "var": (variables[package] ?? Variables()).function,
            "target": TargetFacts(profile: profile).value,
            "project_name": .string(projectName),
            "modules": .object(ModulesObject(startedAt: invocation.startedAt)),
            "return": .callable(Callable.macroReturn),
        ]
        for name in ["log", "print"] {
            names[name] = .function(name) { (_) throws(JinjaError) in "" }
        }
        for name in Self.factNames { names[name] = fact(name) }
        return names.merging(DataFunctions.functions) { own, _ in own }
    }
}
