/// One rendering under way, as the functions that templates call see it.
public final class Rendering: Sendable {
    /// The context that the rendering started from.
    public let context: Context
    /// The environment of the template.
    public let environment: Environment
    /// The template whose text is being run: in a macro, the template of the macro.
    public let templateName: String

    init(context: Context, environment: Environment, templateName: String) {
        self.context = context
        self.environment = environment
        self.templateName = templateName
    }

    /// The value of a name in the context or among the globals.
    public func lookup(_ name: String) -> Value? {
        context[name] ?? environment.globals[name]
    }
}
