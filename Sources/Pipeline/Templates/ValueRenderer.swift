internal import Jinja
internal import Synchronization
internal import YAML

/// Renders the templates inside YAML values.
///
/// A text that is one expression and nothing else becomes the expression's value, everything else
/// a text; as in dbt, so does an expression that is settled without any name (`"{{ 1 + 1 }}"` is
/// the text `2`, unless a filter such as `as_number` says otherwise).
struct ValueRenderer: Sendable {
    /// The names templates may use.
    let names: [String: Value]
    /// Whether texts stay as they are: what is to be rendered has been.
    var isDone = false

    /// A node with all its templates rendered.
    func value(_ node: YAML.Node) throws(PipelineError) -> Value {
        switch node.value {
        case .string(let text):
            return try render(text, file: node.position?.file, line: node.line)
        case .sequence(let items):
            var values: [Value] = []
            for item in items { values.append(try value(item)) }
            return Value(values)
        case .mapping(let mapping):
            let dict = Dict()
            for entry in mapping { dict[Value(entry.key)] = try value(entry.value) }
            return .dict(dict)
        default:
            return Value(node)
        }
    }

    /// A node with its templates rendered that is still read as YAML; keys stay.
    func node(_ node: YAML.Node) throws(PipelineError) -> YAML.Node {
        var rendered = node
        switch node.value {
        case .string(let text):
            let value = try render(text, file: node.position?.file, line: node.line)
            rendered.value =
                value.bool.map(YAML.Node.Value.bool) ?? .string(value.pythonText)
        case .sequence(let items):
            var nodes: [YAML.Node] = []
            for item in items { nodes.append(try self.node(item)) }
            rendered.value = .sequence(nodes)
        case .mapping(let mapping):
            var other = YAML.Mapping()
            for entry in mapping { other.set(entry.key, try self.node(entry.value)) }
            rendered.value = .mapping(other)
        default: break
        }
        return rendered
    }

    /// A text rendered, where it holds a template.
    func render(_ text: String, file: String?, line: Int) throws(PipelineError) -> Value {
        guard !isDone, TemplateEnvironment.isTemplate(text) else { return .string(text) }
        do throws(JinjaError) {
            return try Self.evaluate(text, in: Context(names), name: file ?? "a value")
        } catch {
            var failure = PipelineError(error)
            failure.file = file
            failure.line = line
            failure.column = nil
            throw failure
        }
    }

    /// The value of a text that is one expression, the rendered text of any other.
    static func evaluate(
        _ text: String, in context: Context, name: String
    ) throws(JinjaError) -> Value {
        let environment = TemplateEnvironment.native
        let whole = try environment.template(text, name: name)
        guard let expression = soleExpression(of: text),
            !whole.isConstant || expression.contains(/\|\s*as_(?:bool|native|number)\s*$/)
        else { return .string(try whole.render(in: context)) }
        let caught = Mutex<Value>(.none)
        context["__value"] = .function("__value") { (arguments) throws(JinjaError) in
            let value = try arguments.required("value", at: 0)
            caught.withLock { $0 = value }
            return .none
        }
        let template = try environment.template("{{ __value(\(expression)) }}", name: name)
        _ = try template.render(in: context)
        context["__value"] = nil
        return caught.withLock { $0 }
    }

    private static func soleExpression(of text: String) -> Substring? {
        // One line's end at the end is no part of a template.
        let text = text.hasSuffix("\n") ? text.dropLast() : text[...]
        guard text.hasPrefix("{{"), text.hasSuffix("}}"), text.count > 4 else { return nil }
        var inner = text.dropFirst(2).dropLast(2)
        if inner.hasPrefix("-") { inner = inner.dropFirst() }
        if inner.hasSuffix("-") { inner = inner.dropLast() }
        // A `}}` inside means a second expression, or a string that is better left to the parser.
        return inner.contains("}}") || inner.contains("{{") ? nil : inner
    }
}

extension PipelineError {
    /// An error of a template, or the error of this package that a template's call raised.
    init(_ error: JinjaError) {
        if let own = error.underlying as? PipelineError {
            self = own.located(file: error.template, line: error.line > 0 ? error.line : nil)
            return
        }
        self.init(
            .template, error.message, file: error.template,
            line: error.line > 0 ? error.line : nil, column: error.column > 0 ? error.column : nil)
    }

    /// An error of a YAML file.
    init(_ error: YAMLError) {
        self.init(
            .yaml, error.message, file: error.position?.file, line: error.position?.line,
            column: error.position?.column)
    }
}

/// Runs something that may fail with this package's error inside a call of a template.
func hosted<T>(_ body: () throws(PipelineError) -> T) throws(JinjaError) -> T {
    do {
        return try body()
    } catch {
        throw JinjaError(.host, error.message, underlying: error)
    }
}
