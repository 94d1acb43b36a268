/// One word of a selection: `2+tag:nightly+1`, `@orders`, `path:models/staging`.
struct SelectionCriterion: Equatable, Sendable {
    /// What the value is compared with.
    enum Method: String, CaseIterable, Sendable {
        case fqn, path, file, tag, source, exposure, package, config, group, access, state, result
        case selector, version
        case resourceType = "resource_type"
        case testName = "test_name"
        case testType = "test_type"
        case unitTest = "unit_test"
        case semanticModel = "semantic_model"
        case savedQuery = "saved_query"
        case metric, function
    }

    /// Methods of dbt that are not there.
    static let unsupported = ["source_status"]

    /// As it is written.
    var text: String
    var method: Method
    /// The part after `config.`, as `materialized` or `meta.owner`.
    var key: String?
    var value: String
    /// Levels of parents; nil for none, `Int.max` for all.
    var parents: Int?
    /// Levels of children; nil for none, `Int.max` for all.
    var children: Int?
    /// `@`: children with all of their parents.
    var isClosed = false

    init(_ text: String) throws(PipelineError) {
        self.text = text
        var rest = Substring(text)
        if rest.hasPrefix("@") {
            isClosed = true
            rest = rest.dropFirst()
        }
        let digits = rest.prefix(while: \.isNumber)
        if rest.dropFirst(digits.count).hasPrefix("+") {
            parents = digits.isEmpty ? Int.max : Int(digits) ?? Int.max
            rest = rest.dropFirst(digits.count + 1)
        }
        if let plus = rest.lastIndex(of: "+") {
            let depth = rest[rest.index(after: plus)...]
            if depth.allSatisfy(\.isNumber) {
                children = depth.isEmpty ? Int.max : Int(depth) ?? Int.max
                rest = rest[..<plus]
            }
        }
        if isClosed, children != nil {
            throw PipelineError(
                .selection, "'\(text)' has both @ and a + at its end", hint: "Use one of them.")
        }
        method = .fqn
        value = String(rest)
        if let colon = rest.firstIndex(of: ":") {
            value = String(rest[rest.index(after: colon)...])
            try setMethod(rest[..<colon])
        } else if rest.contains("/") {
            method = .path
        } else if [".sql", ".csv", ".py"].contains(where: rest.lowercased().hasSuffix) {
            method = .file
        }
        try check()
    }

    /// A criterion of `selectors.yml`, whose parts stand apart.
    init(method name: String, value: String) throws(PipelineError) {
        text = "\(name):\(value)"
        method = .fqn
        self.value = value
        try setMethod(Substring(name))
        try check()
    }

    private mutating func setMethod(_ word: Substring) throws(PipelineError) {
        let name = String(word.prefix { $0 != "." })
        guard let known = Method(rawValue: name) else { throw unknown(name) }
        method = known
        if word.count > name.count { key = String(word.dropFirst(name.count + 1)) }
    }

    private func check() throws(PipelineError) {
        if value.isEmpty {
            throw PipelineError(.selection, "'\(text)' names nothing")
        }
        if (method == .config) != (key != nil) {
            throw PipelineError(
                .selection, "'\(text)' is not understood",
                hint: "Configs are selected as config.materialized:table.")
        }
        let words: [String]
        switch method {
        case .state: words = StateCheck.allCases.map(\.rawValue)
        case .testType: words = ["generic", "schema", "singular", "data", "unit"]
        case .version: words = ["latest", "prerelease", "old", "none"]
        case .resourceType: words = Self.resourceTypes
        default: return
        }
        if !words.contains(value) {
            throw PipelineError(
                .selection,
                "'\(text)' is not understood: there is no \(method.rawValue) '\(value)'",
                hint: suggestion(for: value, among: words)
                    ?? "It can be \(words.joined(separator: ", ")).")
        }
    }

    static let resourceTypes = [
        "model", "seed", "snapshot", "test", "analysis", "source", "exposure", "metric",
        "saved_query", "semantic_model", "unit_test", "function",
    ]

    private func unknown(_ name: String) -> PipelineError {
        if Self.unsupported.contains(name) {
            return PipelineError.unsupported("the selection method '\(name)'")
        }
        return PipelineError(
            .selection, "'\(text)' has an unknown method '\(name)'",
            hint: suggestion(for: name, among: Method.allCases.map(\.rawValue)))
    }
}

/// What `state:` asks of a resource and its earlier self.
enum StateCheck: String, CaseIterable {
    case new, old, modified, unmodified
    case body = "modified.body"
    case configs = "modified.configs"
    case descriptions = "modified.persisted_descriptions"
    case relation = "modified.relation"
    case macros = "modified.macros"
    case contract = "modified.contract"
}
