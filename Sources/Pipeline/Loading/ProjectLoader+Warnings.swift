extension ProjectLoader {
    /// Warns of properties and configs that are about nothing.
    mutating func warnAboutUnused(_ properties: Properties) {
        var names: [String: Set<String>] = [:]
        for node in nodes where node.test == nil {
            names[node.kind.section, default: []].insert(node.name)
        }
        for patch in properties.patches {
            let section = patch.section == "tests" ? "data_tests" : patch.section
            let known = names[section] ?? []
            if patch.version != nil { continue }
            if known.contains(patch.name) || disabled.contains(patch.name) { continue }
            let near = suggestion(for: patch.name, among: known).map { " " + $0 } ?? ""
            warnings.append(
                Warning(
                    "there is nothing named '\(patch.name)' in \(patch.section).\(near)",
                    file: patch.file, line: patch.line))
        }
        for (section, tree, kind) in [
            ("models", file.models, Node.Kind.model), ("seeds", file.seeds, .seed),
            ("snapshots", file.snapshots, .snapshot), ("tests", file.tests, .test),
            ("functions", file.functions, .function),
        ] {
            let paths = nodes.filter { $0.kind == kind }.map(\.fqn)
            // Below the names of packages stands what concerns their resources.
            for (path, line) in tree.unused(by: paths)
            where disabled.isEmpty && session.macros.packages[path[0]] == nil {
                warnings.append(
                    Warning(
                        "the configuration \(([section] + path).joined(separator: ".")) applies to "
                            + "nothing", file: ProjectFile.fileName, line: line))
            }
        }
    }
}
