extension Interpreter {
    /// Runs the statements that name other templates or blocks.
    func runReference(_ statement: Statement) throws(JinjaError) {
        switch statement.kind {
        case .include(let name, let ignoresMissing, let withContext):
            guard let template = try load(name, ignoresMissing: ignoresMissing) else { return }
            let inner = try sub(template, withContext: withContext)
            // Jinja does not hand over the loop around an include.
            if withContext, scope.lookup("loop") != nil {
                inner.scope.set("loop", rendering.undefined("loop"))
            }
            try inner.runTemplate()
            try write(inner.output)
        case .importModule(let name, let alias, let withContext):
            scope.set(alias, .object(try module(name, withContext: withContext)))
        case .importNames(let name, let names, let withContext):
            let module = try module(name, withContext: withContext)
            for (name, alias) in names {
                scope.set(
                    alias,
                    module[name]
                        ?? rendering.undefined(
                            name,
                            message: "the template '\(module.name)' does not export the "
                                + "requested name '\(name)'"))
            }
        case .block(let block):
            guard parent == nil else { return }
            try write(
                try inheritance.render(
                    block.name, layer: 0, scope: block.isScoped ? scope : rootScope,
                    depth: depth + 1))
        case .extends(let name):
            guard parent == nil else { throw JinjaError(.value, "extended multiple times") }
            parent = try load(name, ignoresMissing: false)
        default: return
        }
    }

    var rootScope: Scope {
        var root = scope
        while let outer = root.parent { root = outer }
        return root
    }

    private func module(
        _ name: Expression, withContext: Bool
    ) throws(JinjaError) -> Module {
        guard let template = try load(name, ignoresMissing: false) else {
            throw JinjaError(.missingTemplate, "no template to import")
        }
        let inner = try sub(template, withContext: withContext)
        try inner.runTemplate()
        return Module(name: template.name, output: inner.output, scope: inner.scope)
    }

    private func sub(
        _ template: Template, withContext: Bool
    ) throws(JinjaError) -> Interpreter {
        let inner = Interpreter(
            Rendering(
                context: withContext ? rendering.context : Context(), template: template,
                meter: rendering.meter),
            scope: Scope(in: withContext ? scope : nil), depth: depth + 1)
        try inner.checkDepth()
        return inner
    }

    /// The template of a name, or the first of a list of names that the loader has.
    private func load(
        _ expression: Expression, ignoresMissing: Bool
    ) throws(JinjaError) -> Template? {
        let value = try evaluate(expression)
        var names: [String] = []
        switch value {
        case .string(let name): names = [name]
        case .list, .tuple:
            for element in try value.iterated() { names.append(try element.text()) }
        case .undefined(let undefined): throw undefined.error
        default:
            throw JinjaError(.type, "the name of a template must be a string")
        }
        for name in names {
            let environment = rendering.environment
            if let template = try environment.loader?(name, environment) { return template }
        }
        if ignoresMissing { return nil }
        throw JinjaError(
            .missingTemplate,
            "there is no template " + names.map { "'\($0)'" }.joined(separator: " or "))
    }
}
