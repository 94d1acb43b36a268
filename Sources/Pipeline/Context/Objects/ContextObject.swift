internal import Jinja

/// `context`: the names that templates see, by name, for macros that choose what they call.
final class ContextObject: JinjaObject {
    let typeName = "context"
    let isMapping = true
    private let context: Context

    init(_ context: Context) { self.context = context }

    func item(_ key: Value) throws(JinjaError) -> Value? { key.string.flatMap { context[$0] } }

    func contains(_ value: Value) throws(JinjaError) -> Bool? {
        value.string.map { context[$0] != nil } ?? false
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        guard name == "get" else { return context[name] }
        let context = context
        return .function(name) { (arguments) throws(JinjaError) in
            let key = try arguments.string("key", at: 0) ?? ""
            if let value = context[key] { return value }
            return try arguments.value("default", at: 1) ?? .none
        }
    }
}

/// `dbt`: the macros that are built in, those in native code included.
final class BuiltInNamespace: JinjaObject {
    let typeName = "dict"
    private let scope: RenderScope
    private let context: Context

    init(scope: RenderScope, context: Context) {
        self.scope = scope
        self.context = context
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        if let macro = BuiltInMacros.entries[name]?.bind(in: context) { return macro }
        return NativeMacros.isCallable(name) ? scope.builtIn(name, in: context) : nil
    }
}
