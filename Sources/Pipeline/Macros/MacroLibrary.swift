internal import Jinja

/// A macro of the project, of a package, or one that is built in.
struct MacroEntry: Sendable {
    let name: String
    let template: Template
    /// The project it belongs to, or `dbt` for those built in.
    let package: String
    let file: String
    let line: Int
    /// The part of the file that it is, where that is a materialization.
    var section: Section?

    /// The macro as a function that sees the names of a context.
    func bind(in context: Context) -> Value? {
        if let section { return template.function(of: section, in: context) }
        return template.macro(name, in: context)
    }
}

/// All macros that templates can call, by package and name.
struct MacroLibrary: Sendable {
    /// The name of the project that is run.
    let root: String
    /// The macros of the project and its packages; those built in are apart.
    private(set) var packages: [String: [String: MacroEntry]] = [:]
    /// Where `adapter.dispatch` looks for the macros of a namespace: `dispatch` of the project.
    var searchOrders: [String: [String]] = [:]

    /// Whether a package's materialization may stand in the place of dbt's: a flag of the project.
    var packagesReplaceMaterializations = false

    /// The package name of the macros that are built in.
    static let builtIn = "dbt"

    init(root: String) { self.root = root }

    /// Takes the macros of a package's file in.
    ///
    /// - Throws: a second macro of the same name in the package, a macro of the project that dbt
    ///   would call where this runs native code, or a snapshot.
    mutating func add(_ text: String, file: String, package: String) throws(PipelineError) {
        let template: Template
        do {
            template = try TemplateEnvironment.shared.template(text, name: file)
        } catch {
            throw PipelineError(error)
        }
        for section in template.sections
        where section.tag == "snapshot" && package == root {
            throw PipelineError.unsupported(
                "the \(section.tag) '\(section.name)'", file: file, line: section.line)
        }
        var macros = packages[package] ?? [:]
        for macro in template.macros {
            if let other = macros[macro.name] {
                throw PipelineError(
                    .duplicate,
                    "the macro '\(macro.name)' is written twice, also in "
                        + "\(other.file):\(other.line)", file: file, line: macro.line)
            }
            if package == root, NativeMacros.isReplaced(macro.name) {
                throw PipelineError.unsupported(
                    "replacing dbt's macro '\(macro.name)'", file: file, line: macro.line,
                    hint: "That step runs as native code here; rename the macro.")
            }
            macros[macro.name] = MacroEntry(
                name: macro.name, template: template, package: package, file: file,
                line: macro.line)
        }
        for section in template.sections where section.tag == "materialization" {
            let adapter = section.arguments["adapter"]?.string ?? "default"
            let name = "materialization_\(section.name)_\(adapter)"
            macros[name] = MacroEntry(
                name: name, template: template, package: package, file: file, line: section.line,
                section: section)
        }
        packages[package] = macros
    }

    /// The materialization of a name that the project or one of its packages brings, where it comes
    /// before dbt's own: the one for DuckDB before the one for any database, then the project's
    /// before a package's. A package's stands in the place of dbt's only where a flag of the project
    /// lets it.
    func materialization(_ name: String) -> MacroEntry? {
        for adapter in ["duckdb", "default"] {
            let macro = "materialization_\(name)_\(adapter)"
            if let own = packages[root]?[macro] { return own }
            let isOwn = !BuiltInMaterializations.contains(name)
            if isOwn || packagesReplaceMaterializations {
                let others = packages.keys.sorted().reversed()
                if let found = others.lazy.compactMap({ packages[$0]?[macro] }).first {
                    return found
                }
            }
            if !isOwn, adapter == "duckdb", BuiltInMaterializations.isForDuckDB(name) {
                return nil
            }
        }
        return nil
    }

    /// The macro of a plain name that a template of a package finds among those written in the
    /// package itself, then among the project's.
    func declared(_ name: String, for package: String) -> MacroEntry? {
        packages[package]?[name] ?? packages[root]?[name]
    }

    /// The macro of a plain name, those built in included.
    func find(_ name: String, for package: String) -> MacroEntry? {
        declared(name, for: package) ?? BuiltInMacros.entries[name]
    }

    /// The macro of one package.
    func find(_ name: String, in package: String) -> MacroEntry? {
        Self.isBuiltIn(package) ? BuiltInMacros.entries[name] : packages[package]?[name]
    }

    /// Whether the project, or a package for its own nodes, has its own version of one of dbt's
    /// macros, by its plain name or as dispatch would choose it.
    func isReplaced(_ name: String, for package: String) -> Bool {
        ["", "default__", "duckdb__"].contains { declared($0 + name, for: package) != nil }
    }

    /// The macro that `adapter.dispatch` chooses in a template of a package: in the order of the
    /// packages to search, DuckDB's before the default's.
    func dispatch(_ name: String, namespace: String?, for package: String) -> MacroEntry? {
        // A namespace that is no package is none: what the node's package sees is searched.
        guard let namespace, searchOrders[namespace] != nil || isPackage(namespace) else {
            return Self.prefixes.lazy.compactMap { find($0 + name, for: package) }.first
        }
        for package in searchOrder(of: namespace) {
            for prefix in Self.prefixes {
                if let entry = find(prefix + name, in: package) { return entry }
            }
        }
        return nil
    }

    private func isPackage(_ name: String) -> Bool {
        packages[name] != nil || Self.isBuiltIn(name)
    }

    /// The packages that are searched for the macros of a namespace.
    func searchOrder(of namespace: String) -> [String] {
        searchOrders[namespace] ?? [root, namespace]
    }

    static let prefixes = ["duckdb__", "default__"]

    /// The plain names that a template of a package can use, for suggestions.
    func names(for package: String) -> [String] {
        [packages[package], packages[root], BuiltInMacros.entries].flatMap { macros in
            macros.map { Array($0.keys) } ?? []
        }
    }
}

/// `dbt.name()` and `package.name()`: the macros of one package.
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
