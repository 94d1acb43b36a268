internal import Jinja
internal import YAML

extension PropertiesReader {
    /// The limits of a source's table: those of its group under those of the table, key by key;
    /// `freshness: null` ends what stands above it.
    func freshness(
        project: Value?, _ group: YAML.Mapping, _ table: YAML.Mapping
    ) throws(PipelineError) -> Freshness? {
        var merged: [String: Value]?
        if let base = project?.dict { merged = entries(base) }
        for node in [
            group["freshness"], group["config"]?["freshness"], table["freshness"],
            table["config"]?["freshness"],
        ] {
            guard let node else { continue }
            guard let update = try renderer.value(node).dict else {
                merged = nil
                continue
            }
            merged = merge(merged ?? [:], entries(update))
        }
        guard let merged else { return nil }
        let place = table["freshness"] ?? table["config"] ?? group["freshness"] ?? group["name"]
        var freshness = Freshness()
        freshness.filter = merged["filter"]?.string
        freshness.warnAfter = try age(merged["warn_after"], "warn_after", place)
        freshness.errorAfter = try age(merged["error_after"], "error_after", place)
        return freshness.isLimited ? freshness : nil
    }

    private func entries(_ dict: Dict) -> [String: Value] {
        var entries: [String: Value] = [:]
        for entry in dict.entries { entries[entry.key.pythonText] = entry.value }
        return entries
    }

    /// Limits are merged by their own keys, the rest is replaced.
    private func merge(_ base: [String: Value], _ update: [String: Value]) -> [String: Value] {
        var merged = base
        for (key, value) in update {
            if let old = merged[key]?.dict, let new = value.dict {
                let both = Dict(old.entries.map { ($0.key, $0.value) })
                for entry in new.entries { both[entry.key] = entry.value }
                merged[key] = .dict(both)
            } else {
                merged[key] = value
            }
        }
        return merged
    }

    private func age(
        _ value: Value?, _ key: String, _ node: YAML.Node?
    ) throws(PipelineError) -> Freshness.Age? {
        guard let value, !value.isEmptyOrNone else { return nil }
        let count = value.dict?["count"]
        let period = value.dict?["period"]
        if count == nil || count?.isNone == true, period == nil || period?.isNone == true {
            return nil
        }
        guard let count = count?.int ?? count?.string.flatMap({ Int($0) }),
            let name = period?.string, let period = Freshness.Age.Period(rawValue: name)
        else {
            throw PipelineError(
                .configuration,
                "`\(key)` needs a `count` and a `period` of minute, hour or day",
                file: node?.position?.file, line: node?.line)
        }
        return Freshness.Age(count: count, period: period)
    }

    /// A key of the table before the same key of its group, each also under `config`.
    func inherited(
        _ key: String, _ group: YAML.Mapping, _ table: YAML.Mapping
    ) throws(PipelineError) -> String? {
        if let own = table[key] ?? table["config"]?[key] { return try text(own) }
        return try text(group[key] ?? group["config"]?[key])
    }

    /// The expression or query that tells when a table was loaded; the table's word counts
    /// before its group's.
    func loadedAt(
        _ group: YAML.Mapping, _ table: YAML.Mapping
    ) throws(PipelineError) -> (field: String?, query: String?) {
        for keys in [table, group] {
            let field = keys["loaded_at_field"] ?? keys["config"]?["loaded_at_field"]
            let query = keys["loaded_at_query"] ?? keys["config"]?["loaded_at_query"]
            if let field, let query, !field.isNull, !query.isNull {
                throw failure(
                    "`loaded_at_field` and `loaded_at_query` answer the same question; one of "
                        + "them must go", query)
            }
            if field != nil || query != nil { return (try text(field), try text(query)) }
        }
        return (nil, nil)
    }
}
