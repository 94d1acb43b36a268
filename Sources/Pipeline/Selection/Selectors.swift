internal import Foundation
internal import YAML

/// The named selections of `selectors.yml`.
struct Selectors {
    static let fileName = "selectors.yml"

    private var expressions: [String: SelectionExpression] = [:]
    /// The selector with `default: true`, which holds where nothing is selected.
    private(set) var standard: SelectionExpression?
    private let indirect: SelectionRequest.Indirect

    /// Reads the file of a project, if it has one.
    init(_ project: Project, indirect: SelectionRequest.Indirect) throws(PipelineError) {
        self.indirect = indirect
        let url = project.directory.appending(path: Self.fileName)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return }
        var document: YAML.Node
        do {
            document = try YAML.parse(text, file: Self.fileName)
        } catch {
            throw PipelineError(error)
        }
        // As in dbt_project.yml: what the command line and the environment say, and the target.
        let options = project.options
        let renderer = ValueRenderer(names: [
            "env_var": EnvironmentVariables(values: options.environment).functionWithoutSecrets,
            "var": Variables(layers: [options.variables]).function,
            "target": TargetFacts(profile: options.profile).value,
        ])
        document = try renderer.node(document)
        for item in try items(document["selectors"] ?? document, "expected a list of selectors") {
            guard case .string(let name)? = item["name"]?.value, let definition = item["definition"]
            else { throw failure("a selector needs a `name` and a `definition`", item) }
            if expressions[name] != nil {
                throw failure("the selector '\(name)' is written twice", item)
            }
            let expression = try expression(definition, indirect)
            expressions[name] = expression
            guard item["default"]?.value == .bool(true) else { continue }
            if standard != nil { throw failure("two selectors are the default", item) }
            standard = expression
        }
    }

    func expression(named name: String) throws(PipelineError) -> SelectionExpression {
        if let expression = expressions[name] { return expression }
        throw PipelineError(
            .selection, "there is no selector '\(name)' in selectors.yml",
            hint: suggestion(for: name, among: expressions.keys)
                ?? (expressions.isEmpty
                    ? "Define it under `selectors`."
                    : "It has: \(expressions.keys.sorted().joined(separator: ", "))."))
    }

    // MARK: Definitions

    private func expression(
        _ node: YAML.Node, _ mode: SelectionRequest.Indirect
    ) throws(PipelineError) -> SelectionExpression {
        switch node.value {
        case .string(let text):
            do {
                return .criterion(try SelectionCriterion(text), mode)
            } catch {
                throw error.located(file: Self.fileName, line: node.line)
            }
        case .mapping(let mapping):
            if let list = mapping["union"] { return try set(list, mode, isUnion: true) }
            if let list = mapping["intersection"] { return try set(list, mode, isUnion: false) }
            return try criterion(mapping, node, mode)
        default:
            throw failure(
                "a definition is a text, a `union`, an `intersection`, or a `method` with a "
                    + "`value`", node)
        }
    }

    /// The parts of a union or intersection, without what its `exclude` names.
    private func set(
        _ list: YAML.Node, _ mode: SelectionRequest.Indirect, isUnion: Bool
    ) throws(PipelineError) -> SelectionExpression {
        var parts: [SelectionExpression] = []
        var excluded: SelectionExpression?
        for item in try items(list, "expected a list of definitions") {
            if let exclude = item["exclude"], item["method"] == nil {
                if excluded != nil { throw failure("a set has one `exclude`", item) }
                excluded = try self.excluded(exclude, mode)
            } else {
                parts.append(try expression(item, mode))
            }
        }
        let whole: SelectionExpression =
            isUnion ? .union(parts, .eager) : .intersection(parts, .eager, word: nil)
        return excluded.map { .difference(whole, without: $0) } ?? whole
    }

    private func excluded(
        _ node: YAML.Node, _ mode: SelectionRequest.Indirect
    ) throws(PipelineError) -> SelectionExpression {
        var parts: [SelectionExpression] = []
        for item in try items(node, "expected a list of definitions") {
            parts.append(try expression(item, mode))
        }
        return .union(parts, .eager)
    }

    /// `{tag: nightly}`, or `method` and `value` with what is wanted around it.
    private func criterion(
        _ mapping: YAML.Mapping, _ node: YAML.Node, _ mode: SelectionRequest.Indirect
    ) throws(PipelineError) -> SelectionExpression {
        var method = mapping["method"]
        var value = mapping["value"]
        if method == nil, mapping.count == 1, let entry = mapping.entries.first {
            method = entry.key
            value = entry.value
        }
        guard case .string(let name)? = method?.value, let value, let text = try? value.text()
        else { throw failure("a criterion needs a `method` and a `value`", node) }
        var mode = mode
        if case .string(let word)? = mapping["indirect_selection"]?.value {
            guard let known = SelectionRequest.Indirect(rawValue: word) else {
                throw failure("`indirect_selection` cannot be '\(word)'", node)
            }
            mode = known
        }
        var criterion: SelectionCriterion
        do {
            criterion = try SelectionCriterion(method: name, value: text)
        } catch {
            throw error.located(file: Self.fileName, line: node.line)
        }
        func isSet(_ key: String) -> Bool { mapping[key]?.value == .bool(true) }
        func depth(_ key: String) -> Int {
            if case .int(let number)? = mapping[key]?.value { number } else { Int.max }
        }
        if isSet("parents") { criterion.parents = depth("parents_depth") }
        if isSet("children") { criterion.children = depth("children_depth") }
        criterion.isClosed = isSet("childrens_parents")
        let base = SelectionExpression.criterion(criterion, mode)
        guard let exclude = mapping["exclude"] else { return base }
        return .difference(base, without: try excluded(exclude, mode))
    }

    private func items(
        _ node: YAML.Node, _ expectation: String
    ) throws(PipelineError) -> [YAML.Node] {
        guard case .sequence(let items) = node.value else { throw failure(expectation, node) }
        return items
    }

    private func failure(_ message: String, _ node: YAML.Node) -> PipelineError {
        PipelineError(.selection, message, file: Self.fileName, line: node.line)
    }
}
