/// What running a template has defined at its top: its macros and variables.
public final class Module: JinjaObject {
    /// The name of the template.
    public let name: String
    /// What the template printed.
    public let output: String
    private let scope: Scope

    init(name: String, output: String, scope: Scope) {
        self.name = name
        self.output = output
        self.scope = scope
    }

    /// The names that are exported: those that do not start with an underscore.
    public var names: [String] { scope.localNames.filter { !$0.hasPrefix("_") }.sorted() }

    /// The macro or variable of a name.
    public subscript(name: String) -> Value? { name.hasPrefix("_") ? nil : scope.local(name) }

    public var typeName: String { "module" }
    public func attribute(_ name: String) throws(JinjaError) -> Value? { self[name] }
    public func text() throws(JinjaError) -> String { output }
}
