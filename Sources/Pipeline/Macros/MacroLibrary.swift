internal import Jinja

/// A macro of the project or one that is built in.
struct MacroEntry: Sendable {
    let name: String
    let template: Template
    /// The project's name, or `dbt` for those built in.
    let package: String
    let file: String
    let line: Int

    /// The macro as a function that sees the names of a context.
    func bind(in context: Context) -> Value? { template.macro(name, in: context) }
}

/// All macros that templates can call, by name.
struct MacroLibrary: Sendable {
    private(set) var own: [String: MacroEntry] = [:]
    let projectName: String

    init(projectName: String) { self.projectName = projectName }

    /// Takes the macros of a file in.
    ///
    /// - Throws: a second macro of the same name, a macro dbt would call where this runs native
    ///   code, a materialization or a snapshot.
    mutating func add(_ text: String, file: String) throws(PipelineError) {
        let template: Template
        do {
            template = try TemplateEnvironment.shared.template(text, name: file)
        } catch {
            throw PipelineError(error)
        }
        for section in template.sections where section.tag != "docs" {
            throw PipelineError.unsupported(
                "the \(section.tag) '\(section.name)'", file: file, line: section.line)
        }
        for macro in template.macros {
            if let other = own[macro.name] {
                throw PipelineError(
                    .duplicate,
                    "the macro '\(macro.name)' is written twice, also in "
                        + "\(other.file):\(other.line)", file: file, line: macro.line)
            }
            if NativeMacros.isReplaced(macro.name) {
                throw PipelineError.unsupported(
                    "replacing dbt's macro '\(macro.name)'", file: file, line: macro.line,
                    hint: "That step runs as native code here; rename the macro.")
            }
            own[macro.name] = MacroEntry(
                name: macro.name, template: template, package: projectName, file: file,
                line: macro.line)
        }
    }

    /// The project's macro before the one built in.
    subscript(name: String) -> MacroEntry? { own[name] ?? BuiltInMacros.entries[name] }

    /// The macro that `adapter.dispatch` chooses: DuckDB's before the default's, the project's
    /// before those built in.
    func dispatch(_ name: String) -> MacroEntry? {
        for prefix in ["duckdb__", "default__"] {
            if let entry = own[prefix + name] { return entry }
        }
        for prefix in ["duckdb__", "default__"] {
            if let entry = BuiltInMacros.entries[prefix + name] { return entry }
        }
        return nil
    }

    /// The names that exist, for suggestions.
    var names: [String] { Array(own.keys) + Array(BuiltInMacros.entries.keys) }
}

/// `dbt.name()` and `project.name()`: the macros of one package.
final class MacroNamespace: JinjaObject {
    let typeName = "namespace"
    private let entries: [String: MacroEntry]
    private let context: Context

    init(_ entries: [String: MacroEntry], context: Context) {
        self.entries = entries
        self.context = context
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        entries[name]?.bind(in: context)
    }
}
