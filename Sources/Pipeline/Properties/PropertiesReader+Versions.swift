internal import Jinja
internal import YAML

extension PropertiesReader {
    private static let versionKeys = [
        "v", "defined_in", "description", "access", "config", "constraints", "docs", "tests",
        "data_tests", "columns", "deprecation_date",
    ]

    /// What an entry says: of a model with versions one patch for each.
    mutating func patches(
        _ node: YAML.Node, section: String, file: String
    ) throws(PipelineError) -> [Patch] {
        let base = try patch(node, section: section, file: file)
        let keys = try mapping(node, "expected the properties of a resource")
        guard section == "models", let versions = keys["versions"],
            !Value(versions).isEmptyOrNone
        else {
            if section == "models", let latest = keys["latest_version"], !latest.isNull {
                throw failure("`latest_version` of '\(base.name)', which has no versions", latest)
            }
            return [base]
        }
        let items = try items(versions)
        var numbers: [Value] = []
        for item in items {
            let entry = try mapping(item, "expected a version: v and what differs in it")
            try checkKeys(entry, known: Self.versionKeys, of: "a version of '\(base.name)'")
            guard let number = entry["v"], !number.isNull else {
                throw failure("`v` is missing: the version's number", item)
            }
            numbers.append(try renderer.value(number))
        }
        let latest =
            try keys["latest_version"].map { (node) throws(PipelineError) in
                try renderer.value(node)
            } ?? ModelVersion.highest(numbers) ?? .none
        if !numbers.contains(where: { $0.pythonText == latest.pythonText }) {
            throw failure(
                "`latest_version` of '\(base.name)' is \(latest.pythonText), and its versions are "
                    + numbers.map(\.pythonText).joined(separator: ", "),
                keys["latest_version"] ?? node)
        }
        var patches: [Patch] = []
        for (item, number) in zip(items, numbers) {
            let version = ModelVersion(value: number, latest: latest)
            patches.append(try patch(base, keys, version, item, file: file))
        }
        return patches
    }

    /// The model's patch with what a version says for itself.
    private mutating func patch(
        _ base: Patch, _ model: YAML.Mapping, _ version: ModelVersion, _ node: YAML.Node,
        file: String
    ) throws(PipelineError) -> Patch {
        let keys = try mapping(node, "expected a version")
        var patch = base
        patch.version = version
        patch.definedIn = try text(keys["defined_in"])
        if let description = keys["description"] {
            patch.description = try self.description(description)
        }
        patch.deprecation = try deprecation(keys["deprecation_date"], of: base.name)
        for key in ["access", "docs"] {
            if let value = keys[key] { patch.configuration[key] = try renderer.value(value) }
        }
        for (key, value) in try configuration(keys["config"]) {
            patch.configuration[key] = Self.merged(patch.configuration[key], value)
        }
        let own = try constraints(keys["constraints"])
        if !own.isEmpty { patch.constraints = own }
        patch.tests = try tests(
            keys["data_tests"] == nil && keys["tests"] == nil ? model : keys, file: file)
        patch.columns = []
        var taken = try items(model["columns"])
        for column in try items(keys["columns"]) {
            let entry = try mapping(column, "expected the properties of a column")
            guard entry["include"] != nil || entry["exclude"] != nil else {
                taken.append(column)
                continue
            }
            let included = try entry["include"].map { (node) throws(PipelineError) in
                try strings(node)
            }
            let excluded = try strings(entry["exclude"])
            taken = taken.filter { column in
                let name = column["name"].flatMap { try? $0.text() } ?? ""
                let isIncluded = included.map {
                    $0 == ["*"] || $0 == ["all"] || $0.contains(name)
                }
                return isIncluded ?? true && !excluded.contains(name)
            }
        }
        for column in taken {
            patch.columns.append(try self.column(column, file: file, tests: &patch.tests))
        }
        return patch
    }

    /// Mappings are merged, all else is replaced.
    private static func merged(_ old: Value?, _ new: Value) -> Value {
        guard let old = old?.dict, let added = new.dict else { return new }
        let all = Dict(old.entries.map { ($0.key, $0.value) })
        for entry in added.entries { all[entry.key] = merged(all[entry.key], entry.value) }
        return .dict(all)
    }

    func deprecation(
        _ node: YAML.Node?, of name: String
    ) throws(PipelineError) -> Deprecation? {
        guard let node, let text = try rendered(node) else { return nil }
        if let deprecation = Deprecation(text) { return deprecation }
        throw failure(
            "cannot parse the `deprecation_date` of '\(name)' as a time: \(text)", node)
    }
}
