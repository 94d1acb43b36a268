/// The blocks of a template and of the templates it extends.
struct Inheritance: Sendable {
    /// A block and the rendering of the template that has it.
    struct Layer: Sendable {
        var block: BlockDefinition
        var rendering: Rendering
    }

    private(set) var layers: [String: [Layer]] = [:]

    /// Adds the blocks of a template, beneath those of the templates that extend it.
    mutating func add(_ blocks: [String: BlockDefinition], of rendering: Rendering) {
        for (name, block) in blocks {
            layers[name, default: []].append(Layer(block: block, rendering: rendering))
        }
    }

    /// Runs a block of a layer in a scope and returns what it prints.
    func render(
        _ name: String, layer: Int, scope: Scope, depth: Int
    ) throws(JinjaError) -> String {
        guard let layers = layers[name], layers.indices.contains(layer) else {
            throw JinjaError(.undefined, "there is no parent block called '\(name)'")
        }
        let current = layers[layer]
        guard !current.block.isRequired else {
            throw JinjaError(.value, "the required block '\(name)' is not replaced")
        }
        let inner = Scope(in: scope)
        inner.set(
            "super",
            .function("super") { (arguments) throws(JinjaError) in
                .string(
                    try render(name, layer: layer + 1, scope: scope, depth: arguments.depth + 1))
            })
        let interpreter = Interpreter(
            current.rendering, scope: inner, depth: depth, inheritance: self)
        try interpreter.checkDepth()
        _ = try interpreter.run(current.block.body)
        return interpreter.output
    }
}

/// The variable `self`: the blocks as functions.
final class BlockReference: JinjaObject {
    private let inheritance: Inheritance
    private let scope: Scope

    init(_ inheritance: Inheritance, scope: Scope) {
        self.inheritance = inheritance
        self.scope = scope
    }

    var typeName: String { "TemplateReference" }

    func attribute(_ name: String) -> Value? {
        guard inheritance.layers[name] != nil else { return nil }
        return .function(name) { [inheritance, scope] (arguments) throws(JinjaError) in
            .string(
                try inheritance.render(
                    name, layer: 0, scope: scope, depth: arguments.depth + 1))
        }
    }
}
