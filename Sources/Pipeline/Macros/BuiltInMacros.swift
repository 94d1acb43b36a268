internal import Jinja

/// The macros of dbt that every project has: names of relations, generic tests, SQL that differs
/// between databases.
///
/// Each is written once, as `default__name`, or `duckdb__name` where DuckDB has its own way. The
/// plain name chooses by `adapter.dispatch`, so a project can replace any of them.
enum BuiltInMacros {
    static let entries: [String: MacroEntry] = {
        var entries: [String: MacroEntry] = [:]
        func add(_ text: String, _ file: String) {
            guard let template = try? TemplateEnvironment.shared.template(text, name: "dbt:\(file)")
            else { preconditionFailure("the built-in macros '\(file)' do not parse") }
            for macro in template.macros {
                entries[macro.name] = MacroEntry(
                    name: macro.name, template: template, package: MacroLibrary.builtIn,
                    file: "dbt:\(file)", line: macro.line)
            }
        }
        for (file, text) in [
            ("naming", naming), ("tests", tests), ("dates", dates), ("text", text),
            ("types", types), ("relations", relations), ("columns", columns), ("catalog", catalog),
            ("hooks", hooks), ("materializations", materializations), ("strategies", strategies),
            ("functions", functions),
        ] {
            add(text, file)
        }
        add(entries.keys.sorted().compactMap { dispatcher(of: $0, entries) }.joined(), "dispatch")
        return entries
    }()

    /// The macro of the plain name that chooses between the versions of a macro; nil where it is
    /// written out.
    private static func dispatcher(of name: String, _ entries: [String: MacroEntry]) -> String? {
        guard let prefix = MacroLibrary.prefixes.first(where: name.hasPrefix) else { return nil }
        let plain = String(name.dropFirst(prefix.count))
        // Two versions make one dispatcher.
        let isFirst = prefix == "duckdb__" || entries["duckdb__" + plain] == nil
        guard isFirst, entries[plain] == nil else { return nil }
        return """
            {% macro \(plain)() -%}
            {{ return(adapter.dispatch('\(plain)', 'dbt')(*varargs, **kwargs)) }}
            {%- endmacro %}

            """
    }
}
