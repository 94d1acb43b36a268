import JSON

/// Where the values of one memory came from: the language model, a rule, or what was told with it.
struct ValueSources {
    /// For each value `model`, `rule` or `metadata`.
    private let sources: JSON
    /// The model that was asked.
    let model: String?
    /// Why values are by rule.
    private let fallback: String?
    let places: [String]

    /// - Parameter json: `{"concepts": "model", …}`; nil where a memory was staged before that was
    ///   kept, which leaves nothing to say.
    init?(json: String?, model: String?, fallback: String?, places: [String]) {
        guard let sources = json.flatMap({ try? JSON.parse($0) }) else { return nil }
        self.sources = sources
        self.model = model
        self.fallback = fallback
        self.places = places
    }

    /// Whose a value is.
    func source(_ value: String) -> String {
        let source = sources[value]?.string ?? "rule"
        return source == "model" ? model ?? source : source
    }

    /// `scripted: concepts, importance; rule: people (failed check)`.
    var trace: Trace {
        let names = [
            "concepts", "people", "places", "importance", "urgency", "salience", "sentiment",
            "task_type",
        ]
        let modelled = names.filter { sources[$0]?.string == "model" }
        let ruled = names.filter { sources[$0]?.string == "rule" }
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
