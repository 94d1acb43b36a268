internal import Jinja
internal import YAML

/// Reads the keys of a project file.
struct ProjectFileReader {
    let renderer: ValueRenderer
    /// What errors call the file.
    let file: String
    /// Whether it belongs to a package, where only what concerns its own resources counts.
    let isPackage: Bool
    /// What `vars.yml` says.
    var variablesApart: [String: Value] = [:]

    static let keys = [
        "name", "version", "config-version", "profile", "model-paths", "seed-paths", "test-paths",
        "analysis-paths", "macro-paths", "snapshot-paths", "docs-paths", "asset-paths",
        "target-path", "log-path", "packages-install-path", "clean-targets",
        "require-dbt-version", "vars", "models", "seeds", "tests", "data_tests", "sources",
        "snapshots", "analyses", "on-run-start", "on-run-end", "dispatch", "query-comment",
        "quoting", "flags", "exposures", "metrics", "semantic-models", "saved-queries",
        "unit_tests", "functions", "function-paths", "restrict-access", "dbt-cloud",
        "source-paths", "data-paths",
    ]
    /// Names that dbt had before, with those of today.
    private static let formerNames = ["source-paths": "model-paths", "data-paths": "seed-paths"]
    /// Known, and without any effect on what is computed here.
    static let withoutEffect = [
        "query-comment", "exposures", "analyses", "functions",
    ]

    func read(_ text: String) throws(PipelineError) -> ProjectFile {
        let document: YAML.Node
        do { document = try YAML.parse(text, file: file) } catch { throw PipelineError(error) }
        guard case .mapping(let keys) = document.value else {
            throw PipelineError(.projectFile, "expected the keys of a project", file: file, line: 1)
        }
        try checkShapes(keys)
        let flags = isPackage ? ProjectFlags() : try ProjectFlags(keys["flags"], file: file)
        let warnings =
            isPackage ? [] : try check(keys) + quotingWarnings(keys["quoting"]) + flags.warnings
        guard let name = try self.text(keys["name"]) else {
            throw PipelineError(.projectFile, "the project has no `name`", file: file, line: 1)
        }
        if !isPlainIdentifier(name) {
            throw failure(
                "the name '\(name)' must be letters, digits and underscores", keys["name"])
        }
        try checkVersion(keys["require-dbt-version"])
        let models = try paths(keys["model-paths"] ?? keys["source-paths"], ["models"])
        let seeds = try paths(keys["seed-paths"] ?? keys["data-paths"], ["seeds"])
        let target = try self.text(keys["target-path"]) ?? "target"
        return ProjectFile(
            name: name, version: try self.text(keys["version"]),
            profile: try self.text(keys["profile"]), modelPaths: models, seedPaths: seeds,
            testPaths: try paths(keys["test-paths"], ["tests"]),
            macroPaths: try paths(keys["macro-paths"], ["macros"]),
            analysisPaths: try paths(keys["analysis-paths"], ["analyses"]),
            snapshotPaths: try paths(keys["snapshot-paths"], ["snapshots"]),
            docsPaths: try paths(keys["docs-paths"], []),
            functionPaths: try paths(keys["function-paths"], ["functions"]),
            assetPaths: try paths(keys["asset-paths"], []),
            packagesPath: try self.text(keys["packages-install-path"]) ?? "dbt_packages",
            targetPath: target, cleanTargets: try list(keys["clean-targets"], [target]),
            models: try tree(keys["models"]), seeds: try tree(keys["seeds"]),
            snapshots: try tree(keys["snapshots"]),
            tests: try tree(keys["data_tests"] ?? keys["tests"]),
            unitTests: try tree(keys["unit_tests"]), sources: try tree(keys["sources"]),
            functions: try tree(keys["functions"]),
            semanticModels: try tree(keys["semantic-models"]), metrics: try tree(keys["metrics"]),
            savedQueries: try tree(keys["saved-queries"]),
            searchOrders: isPackage ? [:] : try searchOrders(keys["dispatch"]),
            onRunStart: try hooks(keys["on-run-start"], "on-run-start"),
            onRunEnd: try hooks(keys["on-run-end"], "on-run-end"),
            batchesCustomMicrobatch: flags.batchesCustomMicrobatch,
            packagesReplaceMaterializations: flags.packagesReplaceMaterializations,
            runsHooksForFreshness: flags.runsHooksForFreshness,
            stopsAfterFailedStart: flags.stopsAfterFailedStart,
            pointsToLatest: flags.pointsToLatest, variables: try variables(keys["vars"]),
            optionSettings: flags.optionSettings,
            warnings: warnings)
    }

    private func check(_ keys: YAML.Mapping) throws(PipelineError) -> [Warning] {
        var warnings: [Warning] = []
        for entry in keys {
            guard case .string(let key) = entry.key.value else {
                throw failure("a key must be a word", entry.key)
            }
            if !Self.keys.contains(key) {
                throw PipelineError(
                    .projectFile, "the project has an unknown key '\(key)'", file: file,
                    line: entry.key.line, hint: suggestion(for: key, among: Self.keys))
            }
            if let today = Self.formerNames[key] {
                if let other = keys[today] {
                    throw failure("`\(key)` and `\(today)` are two names for one thing", other)
                }
                warnings.append(
                    Warning(
                        "`\(key)` is a former name: write `\(today)`", file: file,
                        line: entry.key.line))
            }
            if Value(entry.value).isEmptyOrNone { continue }
            if Self.withoutEffect.contains(key) {
                warnings.append(
                    Warning("`\(key)` has no effect here", file: file, line: entry.key.line))
            }
        }
        return warnings
    }

    private func paths(
        _ node: YAML.Node?, _ fallback: [String]
    ) throws(PipelineError) -> [String] {
        guard let node, !node.isNull else { return fallback }
        let value = try renderer.value(node)
        let items = value.elements ?? [value]
        let paths = items.compactMap(\.string)
        guard paths.count == items.count else { throw failure("expected a list of folders", node) }
        for path in paths where path.hasPrefix("/") || path.split(separator: "/").contains("..") {
            throw failure("a folder must lie inside the project", node)
        }
        return paths
    }

    /// Texts that say where; what lies outside of the project is for others to judge.
    private func list(
        _ node: YAML.Node?, _ fallback: [String]
    ) throws(PipelineError) -> [String] {
        guard let node, !node.isNull else { return fallback }
        let value = try renderer.value(node)
        return (value.elements ?? [value]).compactMap(\.string)
    }

    private func tree(_ node: YAML.Node?) throws(PipelineError) -> ConfigurationTree {
        guard let node else { return ConfigurationTree() }
        return try ConfigurationTree(node, renderer: renderer)
    }

    private func hooks(_ node: YAML.Node?, _ key: String) throws(PipelineError) -> [Hook] {
        guard let node, !node.isNull else { return [] }
        do {
            return try Hook.list(Value(node), key: key)
        } catch {
            throw error.located(file: file, line: node.line)
        }
    }

    /// `dispatch`: a list of namespaces with the packages to search, in order.
    private func searchOrders(_ node: YAML.Node?) throws(PipelineError) -> [String: [String]] {
        guard let node, !node.isNull else { return [:] }
        guard case .list(let list) = try renderer.value(node) else {
            throw failure("expected a list of `macro_namespace` and `search_order`", node)
        }
        var orders: [String: [String]] = [:]
        for entry in list.elements {
            guard let namespace = entry.dict?["macro_namespace"]?.string,
                let order = entry.dict?["search_order"]?.elements
            else {
                throw failure(
                    "an entry of `dispatch` has `macro_namespace` and `search_order`", node)
            }
            orders[namespace] = order.compactMap(\.string)
        }
        return orders
    }

    /// The variables as they are written; values are rendered when they are asked for.
    private func variables(_ node: YAML.Node?) throws(PipelineError) -> [String: Value] {
        guard let node, !Value(node).isEmptyOrNone else { return variablesApart }
        guard variablesApart.isEmpty else {
            throw PipelineError(
                .projectFile, "variables stand both here and in \(VariablesFile.name)", file: file,
                line: node.line, hint: "Move them all into one of the two files.")
        }
        guard case .mapping(let mapping) = node.value else {
            throw failure("expected variables by name", node)
        }
        var variables: [String: Value] = [:]
        for name in mapping.names { variables[name] = mapping[name].map { Value($0) } }
        return variables
    }

    /// Names are quoted whatever is asked for: DuckDB ignores their case either way.
    private func quotingWarnings(_ node: YAML.Node?) throws(PipelineError) -> [Warning] {
        guard let node, case .mapping(let mapping) = node.value else { return [] }
        var warnings: [Warning] = []
        for entry in mapping where try renderer.value(entry.value).bool == false {
            warnings.append(
                Warning(
                    "`quoting` that is off changes nothing: names are always quoted", file: file,
                    line: entry.key.line))
        }
        return warnings
    }

    private func checkVersion(_ node: YAML.Node?) throws(PipelineError) {
        guard let node, !node.isNull else { return }
        let value = try renderer.value(node)
        for item in value.elements ?? [value] {
            for condition in (item.string ?? "").split(separator: ",") {
                guard VersionCondition(condition)?.holds(for: Session.dbtVersion) == false else {
                    continue
                }
                throw failure(
                    "the project asks for dbt \(condition), and this is compatible with "
                        + Session.dbtVersion, node)
            }
        }
    }

    private func text(_ node: YAML.Node?) throws(PipelineError) -> String? {
        guard let node, !node.isNull else { return nil }
        switch try renderer.value(node) {
        case .string(let text): return text
        case .int, .double: return try? node.text()
        default: throw failure("expected a text here", node)
        }
    }

    func failure(_ message: String, _ node: YAML.Node?) -> PipelineError {
        PipelineError(.projectFile, message, file: file, line: node?.line)
    }
}

extension Value {
    /// Whether there is nothing in it.
    var isEmptyOrNone: Bool {
        switch self {
        case .none, .undefined: true
        case .list(let list): list.count == 0
        case .dict(let dict): dict.count == 0
        case .string(let text): text.isEmpty
        default: false
        }
    }
}

/// `>=1.3.0` and its like.
struct VersionCondition {
    let comparison: Substring
    let numbers: [Int]

    init?(_ text: some StringProtocol) {
        let trimmed = Substring(text.filter { !$0.isWhitespace })
        comparison = trimmed.prefix { "<>=!".contains($0) }
        numbers = trimmed.dropFirst(comparison.count).split(separator: ".").map {
            Int($0.prefix(while: \.isNumber)) ?? 0
        }
        if numbers.isEmpty { return nil }
    }

    func holds(for version: String) -> Bool {
        let actual = version.split(separator: ".").map { Int($0) ?? 0 }
        let width = max(actual.count, numbers.count)
        let left = actual + Array(repeating: 0, count: width - actual.count)
        let right = numbers + Array(repeating: 0, count: width - numbers.count)
        let isLess = left.lexicographicallyPrecedes(right)
        let isEqual = left == right
        switch comparison {
        case ">=": return !isLess
        case ">": return !isLess && !isEqual
        case "<": return isLess
        case "<=": return isLess || isEqual
        case "!=": return !isEqual
        default: return isEqual
        }
    }
}
