/// A template that has been read: it can be rendered many times, also at once.
public struct Template: Sendable {
    /// What errors call it.
    public let name: String
    /// The environment it was read with.
    public let environment: Environment
    let body: TemplateBody

    init(_ source: String, name: String, environment: Environment) throws(JinjaError) {
        self.name = name
        self.environment = environment
        body = try Parser.parse(source, name: name, options: environment.options)
    }

    /// Renders the template.
    ///
    /// - Throws: ``JinjaError`` with the place, also for errors of the host's own functions.
    public func render(_ variables: [String: Value] = [:]) throws(JinjaError) -> String {
        try render(in: Context(variables))
    }

    /// Renders the template with a context, which may be shared with other renderings.
    public func render(in context: Context) throws(JinjaError) -> String {
        try Interpreter.render(self, in: context)
    }

    /// Runs the template and keeps what it defines: macros and variables set at its top.
    public func module(in context: Context = Context()) throws(JinjaError) -> Module {
        try Interpreter.module(of: self, in: context)
    }

    /// The macros written at the template's top, without running anything.
    public var macros: [Macro] { body.macros }

    /// The parts between the host's own tags, in the order of the text; see
    /// ``Environment/Options/sectionTags``.
    public var sections: [Section] { body.sections }

    /// The body of a section as a function without parameters that sees the names of a context.
    /// `nil` for sections of text.
    public func function(of section: Section, in context: Context) -> Value? {
        section.definition.map { Interpreter.bind($0, of: self, in: context) }
    }

    /// A macro as a function that sees the names of a context, without running the template:
    /// what is `set` outside of the macro is not seen. `nil` when there is no such macro.
    public func macro(_ name: String, in context: Context) -> Value? {
        Interpreter.bind(macro: name, of: self, in: context)
    }
}
