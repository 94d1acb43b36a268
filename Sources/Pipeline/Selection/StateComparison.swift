internal import Foundation

internal import enum JSON.JSON

/// What has changed since an earlier run: `state:` and `result:`.
struct StateComparison {
    private let state: PreviousState
    private let manifest: Manifest
    /// The macros that are new, gone or written otherwise.
    private let changedMacros: Set<String>
    /// What each macro calls, by id.
    private let calls: [String: [String]]

    init(project: Project, state: PreviousState) {
        self.state = state
        manifest = Manifest(project)
        var changed: Set<String> = []
        var calls: [String: [String]] = [:]
        var seen: Set<String> = []
        for entry in manifest.macros().object?.entries ?? [] {
            calls[entry.key] = Self.macros(entry.value)
            if MacroLibrary.isBuiltIn(entry.value["package_name"]?.string ?? "") { continue }
            seen.insert(entry.key)
            if state.macros[entry.key] != entry.value["macro_sql"]?.string {
                changed.insert(entry.key)
            }
        }
        changed.formUnion(Set(state.macros.keys).subtracting(seen))
        changedMacros = changed
        self.calls = calls
    }

    /// Places of the resources that a criterion means.
    func matches(
        _ criterion: SelectionCriterion, among resources: [Resource]
    ) throws(PipelineError) -> Set<Int> {
        if criterion.method == .result {
            guard let results = state.results else {
                throw PipelineError(
                    .selection, "'\(criterion.text)' needs the run_results.json of an earlier run",
                    hint: "There is none in the folder that --state names.")
            }
            return Set(
                resources.indices.filter { results[resources[$0].id] == criterion.value })
        }
        guard let check = StateCheck(rawValue: criterion.value) else { return [] }
        var found: Set<Int> = []
        for (place, resource) in resources.enumerated() where try holds(check, resource) {
            found.insert(place)
        }
        return found
    }

    private func holds(
        _ check: StateCheck, _ resource: Resource
    ) throws(PipelineError) -> Bool {
        let old = state.resources[resource.id]
        switch check {
        case .new: return old == nil
        case .old: return old != nil
        default: break
        }
        let new = try manifest.json(resource)
        let comparison = ResourceComparison(new: new, old: old, resource: resource)
        switch check {
        case .new, .old: return false
        case .modified: return comparison.isModified || callsChangedMacro(new)
        case .unmodified: return !(comparison.isModified || callsChangedMacro(new))
        case .body: return comparison.differs(comparison.body)
        case .configs: return comparison.differs(comparison.configs)
        case .descriptions: return comparison.differs(comparison.descriptions)
        case .relation: return comparison.differs(comparison.relation)
        case .contract: return comparison.differs(comparison.contract)
        case .macros: return callsChangedMacro(new)
        }
    }

    private static func macros(_ json: JSON) -> [String] {
        (json["depends_on"]?["macros"]?.array ?? []).compactMap(\.string)
    }

    private func callsChangedMacro(_ json: JSON) -> Bool {
        if changedMacros.isEmpty { return false }
        var seen: Set<String> = []
        var waiting = Self.macros(json)
        while let id = waiting.popLast() {
            if changedMacros.contains(id) { return true }
            if seen.insert(id).inserted { waiting += calls[id] ?? [] }
        }
        return false
    }
}

/// A resource beside its earlier self, both as manifests have them.
private struct ResourceComparison {
    let new: JSON
    let old: JSON?
    let resource: Resource

    typealias Part = (JSON) -> JSON?

    func differs(_ part: Part) -> Bool {
        guard let old else { return true }
        // What is null in one manifest may be left out in the other.
        return (part(new) ?? .null) != (part(old) ?? .null)
    }

    var isModified: Bool {
        switch resource {
        case .node(let node):
            if node.unitTest != nil {
                return ["model", "given", "expect", "overrides"].contains { key in
                    differs { $0[key] }
                }
            }
            // A generic test has no file of its own.
            if node.test != nil { return [configs, fqn].contains(where: differs) }
            return [body, configs, descriptions, relation, fqn, contract].contains(where: differs)
        case .source:
            let keys = [
                "fqn", "database", "schema", "identifier", "loaded_at_field", "loader",
            ]
            return keys.contains { key in differs { $0[key] } } || differs { $0["freshness"] }
        case .semantic: return differs(fqn) || differs { JSON.sorted($0["depends_on"]?["nodes"]) }
        case .exposure:
            let keys = ["fqn", "type", "maturity", "url", "description", "label"]
            return keys.contains { key in differs { $0[key] } }
                || ["name", "email"].contains { key in differs { $0["owner"]?[key] } }
                || differs { JSON.sorted($0["depends_on"]?["nodes"]) }
        }
    }

    func body(_ json: JSON) -> JSON? {
        json["checksum"]?["checksum"]
    }

    func fqn(_ json: JSON) -> JSON? { json["fqn"] }

    /// The configuration without what says where it goes and how it is described. What differs
    /// between versions of dbt in the keys that nobody sets does not count.
    func configs(_ json: JSON) -> JSON? {
        guard case .object(let config)? = json["config"] else { return nil }
        let ignored: Set<String> = [
            "database", "schema", "alias", "docs", "static_analysis", "latest_version_pointer",
            "on_error", "freshness", "access", "group", "packages", "event_time",
            "concurrent_batches", "batch_size", "lookback", "begin",
        ]
        var kept: [(String, JSON)] = []
        for entry in config.entries where !ignored.contains(entry.key) {
            if entry.value.isNull || entry.value == .array([]) || entry.value == .empty { continue }
            kept.append((entry.key, entry.key == "tags" ? JSON.sorted(entry.value) : entry.value))
        }
        return .object(JSON.Object(kept.sorted { $0.0 < $1.0 }))
    }

    /// Descriptions count where they are written into the database.
    func descriptions(_ json: JSON) -> JSON? {
        let persist = json["config"]?["persist_docs"]
        var parts: [JSON] = []
        if persist?["relation"]?.bool == true { parts.append(json["description"] ?? .null) }
        if persist?["columns"]?.bool == true {
            for entry in json["columns"]?.object?.entries ?? [] {
                parts.append(entry.value["description"] ?? .null)
            }
        }
        return .array(parts)
    }

    /// What the project says of where it goes; where the target puts it does not count.
    func relation(_ json: JSON) -> JSON? {
        .array(
            ["database", "schema", "alias"].map { json["config"]?[$0] ?? .null })
    }

    func contract(_ json: JSON) -> JSON? {
        guard json["contract"]?["enforced"]?.bool == true else { return false }
        return .array(
            [json["constraints"] ?? .null]
                + (json["columns"]?.object?.entries ?? []).sorted { $0.key < $1.key }.map {
                    [
                        .string($0.key), $0.value["data_type"] ?? .null,
                        $0.value["constraints"] ?? .null,
                    ]
                })
    }
}

extension JSON {
    /// An array of texts in the order of the alphabet.
    fileprivate static func sorted(_ json: JSON?) -> JSON {
        JSON((json?.array ?? []).compactMap(\.string).sorted())
    }
}
