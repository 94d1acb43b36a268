import DuckDB

/// Where the values of one memory came from: the language model, a rule, or what was told with it.
struct ValueSources {
    /// For each value `model`, `rule` or `metadata`.
    let sources: Value
    /// The model that was asked.
    let model: String?
    /// Why values are by rule.
    let fallback: String?
    let places: [String]

    /// Whose a value is.
    func source(_ value: String) -> String {
        let source = sources[value]?.stringValue ?? "rule"
        return source == "model" ? model ?? source : source
    }

    /// `scripted: concepts, importance; rule: people (failed check)`.
    var trace: Trace {
        let names = [
            "concepts", "people", "places", "importance", "urgency", "salience", "sentiment",
            "task_type",
        ]
        let modelled = names.filter { sources[$0]?.stringValue == "model" }
        let ruled = names.filter { sources[$0]?.stringValue == "rule" }
        let reason = fallback.map { " (\($0))" } ?? ""
        var parts: [String] = []
        if !modelled.isEmpty {
            parts.append("\(model ?? "model"): " + modelled.joined(separator: ", "))
        }
        if modelled.isEmpty {
            parts.append("rule\(reason)")
        } else if !ruled.isEmpty {
            parts.append("rule\(reason): " + ruled.joined(separator: ", "))
        }
        return Trace(name: "sources", text: parts.joined(separator: "; "))
    }
}
