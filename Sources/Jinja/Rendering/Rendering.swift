/// One rendering under way, as the functions that templates call see it.
public final class Rendering: Sendable {
    /// The context that the rendering started from.
    public let context: Context
    /// The template whose text is being run: in a macro, the template of the macro.
    public let template: Template
    let meter: Meter

    init(context: Context, template: Template, meter: Meter? = nil) {
        self.context = context
        self.template = template
        self.meter = meter ?? Meter(limits: template.environment.options.limits)
    }

    /// The environment of the template.
    public var environment: Environment { template.environment }

    /// The name of the template.
    public var templateName: String { template.name }

    /// The value of a name in the context or among the globals.
    public func lookup(_ name: String) -> Value? {
        context[name] ?? template.environment.globals[name]
    }

    /// An undefined value that follows the environment's policy.
    public func undefined(_ name: String, message: String? = nil) -> Value {
        .undefined(
            Undefined(
                name: name, message: message,
                policy: context.undefined ?? template.environment.options.undefined))
    }

    var limits: Environment.Limits { template.environment.options.limits }

    /// The same rendering, counting with the meter of the one that calls.
    func metered(by caller: Rendering?) -> Rendering {
        guard let caller, caller.meter !== meter else { return self }
        return Rendering(context: context, template: template, meter: caller.meter)
    }
}
