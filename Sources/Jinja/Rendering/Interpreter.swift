/// Runs statements of one template in one scope. Macros, loops that recurse, blocks and other
/// templates each get an interpreter of their own.
final class Interpreter {
    /// How a run of statements ended.
    enum Flow {
        case normal, breakLoop, continueLoop
    }

    let rendering: Rendering
    let templateName: String
    let limits: Environment.Limits
    /// An interpreter runs on the thread that makes it.
    private let stackFloor = StackSpace.floor
    var scope: Scope
    var output = ""
    var depth: Int
    /// The template that the one being run extends.
    var parent: Template?
    /// The blocks by name; for each the replacements first.
    var inheritance: Inheritance

    init(
        _ rendering: Rendering, scope: Scope, depth: Int, inheritance: Inheritance = Inheritance()
    ) {
        self.rendering = rendering
        self.scope = scope
        self.depth = depth
        self.inheritance = inheritance
        templateName = rendering.templateName
        limits = rendering.limits
    }

    static func render(_ template: Template, in context: Context) throws(JinjaError) -> String {
        let rendering = Rendering(context: context, template: template)
        let interpreter = Interpreter(rendering, scope: Scope(), depth: 0)
        try interpreter.runTemplate()
        return interpreter.output
    }

    static func module(of template: Template, in context: Context) throws(JinjaError) -> Module {
        let rendering = Rendering(context: context, template: template)
        let interpreter = Interpreter(rendering, scope: Scope(), depth: 0)
        try interpreter.runTemplate()
        return Module(name: template.name, output: interpreter.output, scope: interpreter.scope)
    }

    static func bind(macro name: String, of template: Template, in context: Context) -> Value? {
        template.body.macroDefinition(name).map { bind($0, of: template, in: context) }
    }

    static func bind(
        _ definition: MacroDefinition, of template: Template, in context: Context
    ) -> Value {
        let rendering = Rendering(context: context, template: template)
        return .callable(
            MacroCall(definition: definition, rendering: rendering, scope: Scope()).callable)
    }

    /// Runs the whole template, and the one it extends.
    func runTemplate() throws(JinjaError) {
        let template = rendering.template
        inheritance.add(template.body.blocks, of: rendering)
        do {
            _ = try run(template.body.statements)
        } catch {
            throw error.code == .macroReturn
                ? JinjaError(.value, error.message).located(
                    in: templateName, at: SourcePosition(line: 0, column: 0)) : error
        }
        guard let parent else { return }
        let inner = Interpreter(
            Rendering(context: rendering.context, template: parent, meter: rendering.meter),
            scope: scope, depth: depth + 1, inheritance: inheritance)
        try inner.checkDepth()
        try inner.runTemplate()
        output += inner.output
    }

    func checkDepth() throws(JinjaError) {
        guard !StackSpace.isLow(stackFloor) else {
            throw JinjaError(.limit, "the thread's stack is used up; does a macro call itself?")
        }
        guard depth <= limits.depth else {
            throw JinjaError(
                .limit,
                "evaluation is nested deeper than \(limits.depth) levels; does a macro "
                    + "call itself without end?")
        }
    }

    func run(_ statements: [Statement]) throws(JinjaError) -> Flow {
        depth += 1
        defer { depth -= 1 }
        try checkDepth()
        for statement in statements {
            do {
                let flow = try run(statement)
                if flow != .normal { return flow }
            } catch {
                throw error.located(in: templateName, at: statement.position)
            }
        }
        return .normal
    }

    func write(_ text: String) throws(JinjaError) {
        // What a child template prints outside of blocks goes nowhere.
        guard parent == nil else { return }
        output += text
        guard output.utf8.count <= limits.bytes else {
            throw JinjaError(.limit, "the output is longer than \(limits.bytes) bytes")
        }
    }

    /// Runs a part in a scope of its own.
    func inScope<T>(
        _ body: () throws(JinjaError) -> T
    ) throws(JinjaError) -> T {
        let outer = scope
        scope = Scope(in: outer)
        defer { scope = outer }
        return try body()
    }

    /// What statements print, instead of printing it.
    func capture(_ statements: [Statement]) throws(JinjaError) -> String {
        let (outer, outerParent) = (output, parent)
        output = ""
        parent = nil
        defer {
            output = outer
            parent = outerParent
        }
        _ = try run(statements)
        try rendering.meter.countBytes(output.utf8.count)
        return output
    }
}
