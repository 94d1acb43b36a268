internal import Jinja
internal import Synchronization

/// `config`: called, it sets configs while the project is read; `config.get` reads them.
final class ConfigObject: JinjaObject {
    let typeName = "config"
    let isCallable = true
    private let scope: RenderScope

    init(scope: RenderScope) { self.scope = scope }

    func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        guard !scope.isExecuting else { return .string("") }
        var named = arguments.named
        for argument in arguments.positional {
            guard let dict = argument.dict else {
                throw JinjaError(.argument, "config() takes named values, or one dict of them")
            }
            for entry in dict.entries {
                if let key = entry.key.string { named.append((key, entry.value)) }
            }
        }
        for key in ["pre_hook", "post_hook"] {
            let other = key.replacing("_", with: "-")
            if named.contains(where: { $0.0 == key }), named.contains(where: { $0.0 == other }) {
                throw JinjaError(
                    .argument, "config() has both '\(key)' and '\(other)', which are one: give one")
            }
        }
        scope.state.withLock { state in
            for (key, value) in named { state.configuration.add(key, value) }
        }
        return .string("")
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "get", "meta_get":
            return .function("config.\(name)") { [self] (arguments) throws(JinjaError) in
                let key = try arguments.string("name", at: 0) ?? ""
                let fallback = try arguments.value("default", at: 1) ?? .none
                let value = name == "get" ? current(key) : current("meta")?.dict?[key]
                guard let value, !value.isNone else { return fallback }
                return value
            }
        case "require", "meta_require":
            return .function("config.\(name)") { [self] (arguments) throws(JinjaError) in
                let key = try arguments.string("name", at: 0) ?? ""
                if let value = name == "require" ? current(key) : current("meta")?.dict?[key] {
                    return value
                }
                // The configs may only be complete when the whole file has been read.
                if !scope.isExecuting { return .string("") }
                let message = "the config '\(key)' is required and not set"
                throw JinjaError(
                    .host, message, underlying: PipelineError(.configuration, message))
            }
        case "persist_relation_docs", "persist_column_docs":
            let part = name == "persist_relation_docs" ? "relation" : "columns"
            let wanted = current("persist_docs")?.dict?[part]?.bool ?? false
            return .function(name) { (_) throws(JinjaError) in .bool(wanted) }
        case "set":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let key = try arguments.string("name", at: 0) ?? ""
                let value = try arguments.required("value", at: 1)
                if !scope.isExecuting {
                    scope.state.withLock { $0.configuration.add(key, value) }
                }
                return .string("")
            }
        default: return current(name)
        }
    }

    func item(_ key: Value) throws(JinjaError) -> Value? { key.string.flatMap(current) }
    func contains(_ value: Value) throws(JinjaError) -> Bool? {
        value.string.map { current($0) != nil }
    }

    /// What dbt's configs hold when nobody sets them, where that is not None.
    private static func standard(_ key: String) -> Value? {
        switch key {
        case "enabled": true
        case "tags", "packages", "pre-hook", "post-hook", "pre_hook", "post_hook":
            Value([Value]())
        case "meta", "persist_docs", "quoting", "column_types", "grants": .dict(Dict())
        case "on_schema_change": "ignore"
        case "on_configuration_change": "apply"
        case "docs": .dict(Dict(["show": true]))
        case "contract": .dict(Dict(["enforced": false, "alias_types": true]))
        default: nil
        }
    }

    private func current(_ key: String) -> Value? {
        if key == "materialized", let known = scope.subject.materialization, scope.isExecuting {
            return .string(known.rawValue)
        }
        let told = scope.state.withLock { $0.configuration[key] }
        if let value = told ?? scope.subject.configuration[key] { return value }
        return scope.isExecuting ? Self.standard(key) : nil
    }
}
