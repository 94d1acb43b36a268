/// One word of a selection: `2+tag:nightly+1`, `@orders`, `path:models/staging`.
struct SelectionCriterion: Equatable {
    /// What the value is compared with.
    enum Method: String, CaseIterable {
        case fqn, path, file, tag, source, package, config
        case resourceType = "resource_type"
        case testName = "test_name"
        case testType = "test_type"
    }

    /// Methods of dbt that are not there.
    static let unsupported = [
        "state", "result", "exposure", "metric", "group", "access", "version", "semantic_model",
        "saved_query", "unit_test", "source_status", "wildcard", "selector",
    ]

    var method: Method
    /// The part after `config.`, as `materialized`.
    var key: String?
    var value: String
    /// Levels of parents; nil for none, `Int.max` for all.
    var parents: Int?
    /// Levels of children; nil for none, `Int.max` for all.
    var children: Int?
    /// `@`: children with all of their parents.
    var isClosed = false

    init(_ text: String) throws(PipelineError) {
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
            let word = rest[..<colon]
            value = String(rest[rest.index(after: colon)...])
            let name = String(word.prefix { $0 != "." })
            guard let known = Method(rawValue: name) else { throw Self.unknown(name, text) }
            method = known
            if word.count > name.count { key = String(word.dropFirst(name.count + 1)) }
            if (method == .config) != (key != nil) {
                throw PipelineError(
                    .selection, "'\(text)' is not understood",
                    hint: "Configs are selected as config.materialized:table.")
            }
        } else if rest.contains("/") || rest.hasSuffix(".sql") || rest.hasSuffix(".csv") {
            method = rest.contains("/") ? .path : .file
        }
        if value.isEmpty {
            throw PipelineError(.selection, "'\(text)' names nothing")
        }
    }

    private static func unknown(_ name: String, _ text: String) -> PipelineError {
        if unsupported.contains(name) {
            return PipelineError.unsupported("the selection method '\(name)'")
        }
        return PipelineError(
            .selection, "'\(text)' has an unknown method '\(name)'",
            hint: suggestion(for: name, among: Method.allCases.map(\.rawValue)))
    }
}
