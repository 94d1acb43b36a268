internal import Jinja

internal import enum JSON.JSON

extension Manifest {
    /// All macros: those of the project and its packages, and those that are built in.
    func macros() -> JSON {
        let library = project.session.macros
        var entries = library.packages.values.flatMap(\.values)
        entries += BuiltInMacros.entries.values
        entries.sort { MacroUses.id($0) < MacroUses.id($1) }
        let uses = MacroUses(macros: library)
        return .object(
            JSON.Object(entries.map { (MacroUses.id($0), json($0, uses)) }))
    }

    private func json(_ entry: MacroEntry, _ uses: MacroUses) -> JSON {
        let macro = entry.template.macros.first { $0.name == entry.name }
        let source = macro?.source ?? entry.section?.source ?? ""
        var called: [String] = []
        // The macro alone, as its file may hold others.
        if let template = try? TemplateEnvironment.shared.template(source, name: entry.file) {
            called = uses.ids(in: template, of: entry.package)
        }
        return [
            "name": .string(entry.name), "resource_type": "macro",
            "package_name": .string(entry.package), "path": .string(path(of: entry)),
            "original_file_path": .string(path(of: entry)),
            "unique_id": .string(MacroUses.id(entry)), "macro_sql": .string(source),
            "depends_on": ["macros": JSON(called)], "description": "", "meta": .empty,
            "docs": Self.docsDefault, "config": ["meta": .empty, "docs": Self.docsDefault],
            "patch_path": nil,
            "arguments": .array(
                entry.package == MacroLibrary.builtIn
                    ? []
                    : (macro?.parameters ?? []).map {
                        ["name": .string($0), "type": nil, "description": ""]
                    }),
            "created_at": .double(createdAt), "supported_languages": nil,
        ]
    }

    /// The macro's file from the folder of its package.
    private func path(of entry: MacroEntry) -> String {
        guard let package = project.packages.first(where: { $0.name == entry.package }),
            entry.file.hasPrefix(package.prefix)
        else { return entry.file }
        return String(entry.file.dropFirst(package.prefix.count))
    }
}
