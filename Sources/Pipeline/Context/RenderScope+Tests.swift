internal import Foundation
internal import Jinja

extension RenderScope {
    /// The SQL of a generic test: its macro, called with its rendered arguments.
    func render(_ test: GenericTest) throws(PipelineError) -> String {
        let name = "test_" + test.name
        let found =
            test.namespace.map { session.macros.find(name, in: $0) }
            ?? session.macros.find(name, for: package)
        guard let macro = found else {
            throw session.macros.missing(test, for: package)
                ?? PipelineError(.missingReference, "there is no generic test '\(test.name)'")
        }
        var named: [(name: String, value: Value)] = []
        for (name, value) in test.arguments {
            named.append((name, name == "column_name" ? value : try argument(value)))
        }
        named.append(("model", try model(of: test)))
        return try call(macro, named: named)
    }

    /// What the test reads: its relation, or the part of it that `where` leaves.
    private func model(of test: GenericTest) throws(PipelineError) -> Value {
        let relation: Value
        do {
            relation = try reference(test.target)
            guard
                let macro = session.macros.find("get_where_subquery", for: package)?
                    .bind(in: context)
            else {
                return relation
            }
            return try macro.call(Arguments([relation]))
        } catch {
            throw PipelineError(error)
        }
    }

    /// Texts that are templates are rendered, also inside lists; `ref('x')` and `source('a', 'b')`
    /// need no braces.
    private func argument(_ value: Value) throws(PipelineError) -> Value {
        switch value {
        case .string(let text):
            if TemplateEnvironment.isTemplate(text) { return try evaluate(text) }
            let trimmed = text.trimmingCharacters(in: .whitespaces)
            let isCall = ["ref", "source", "var", "env_var", "doc"].contains { name in
                trimmed.hasPrefix(name)
                    && trimmed.dropFirst(name.count).drop(while: \.isWhitespace).hasPrefix("(")
            }
            return isCall && trimmed.hasSuffix(")") ? try evaluate("{{ \(trimmed) }}") : value
        case .list(let list):
            var items: [Value] = []
            for item in list.elements { items.append(try argument(item)) }
            return Value(items)
        case .dict(let dict):
            let rendered = Dict()
            for entry in dict.entries { rendered[entry.key] = try argument(entry.value) }
            return .dict(rendered)
        default: return value
        }
    }

    private func evaluate(_ text: String) throws(PipelineError) -> Value {
        do {
            return try ValueRenderer.evaluate(text, in: context, name: subject.file ?? "a test")
        } catch {
            throw PipelineError(error)
        }
    }
}
