extension MacroLibrary {
    /// Why a generic test of a package cannot run: its macro does not exist. Nil where it does.
    func missing(_ test: GenericTest, for package: String) -> PipelineError? {
        let name = "test_" + test.name
        if let namespace = test.namespace {
            if find(name, in: namespace) != nil { return nil }
            guard namespace == Self.builtIn || packages[namespace] != nil else {
                return PipelineError(
                    .missingPackage,
                    "the test '\(namespace).\(test.name)' belongs to a package that is not there",
                    hint: suggestion(for: namespace, among: packages.keys)
                        ?? "Add it to packages.yml and run `dormouse pipeline deps`.")
            }
        } else if find(name, for: package) != nil {
            return nil
        }
        let names =
            test.namespace.map { Array(packages[$0, default: [:]].keys) } ?? names(for: package)
        let known = names.filter { $0.hasPrefix("test_") }.map { String($0.dropFirst(5)) }
        let place = test.namespace.map { " in the package '\($0)'" } ?? ""
        return PipelineError(
            .missingReference, "there is no generic test '\(test.name)'\(place)",
            hint: suggestion(for: test.name, among: known)
                ?? "Define it with {% test \(test.name)(model, column_name) %}.")
    }
}
