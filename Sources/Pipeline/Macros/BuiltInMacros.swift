internal import Jinja

/// The macros that every project has: names of relations, generic tests, SQL that differs between
/// databases.
enum BuiltInMacros {
    static let entries: [String: MacroEntry] = {
        var entries: [String: MacroEntry] = [:]
        for (file, text) in [
            ("naming", naming), ("tests", tests), ("dates", dates), ("text", text),
            ("types", types),
        ] {
            guard let template = try? TemplateEnvironment.shared.template(text, name: "dbt:\(file)")
            else { preconditionFailure("the built-in macros '\(file)' do not parse") }
            for macro in template.macros {
                entries[macro.name] = MacroEntry(
                    name: macro.name, template: template, package: "dbt", file: "dbt:\(file)",
                    line: macro.line)
            }
        }
        return entries
    }()
}
