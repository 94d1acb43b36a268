internal import Jinja

/// Which macros a template calls, found in its text.
struct MacroUses {
    let macros: MacroLibrary

    /// The names of dbt's macros that run as native code here.
    private static let native: Set<String> = [
        "is_incremental", "should_full_refresh", "should_store_failures", "run_query",
        "load_relation", "load_cached_relation", "drop_relation_if_exists",
    ]

    /// The ids of the macros that a template of a package calls, in the order of the text.
    func ids(in template: Template, of package: String) -> [String] {
        var ids: [String] = []
        for call in template.calls() {
            guard let id = id(of: call, in: package), !ids.contains(id) else { continue }
            ids.append(id)
        }
        return ids
    }

    private func id(of call: StaticCall, in package: String) -> String? {
        if call.name == "adapter.dispatch" {
            let space = call.positional.count > 1 ? call.positional[1] : nil
            let named = call.named.first { $0.name == "macro_namespace" }?.value
            guard case .string(let name)?? = call.positional.first else { return nil }
            let entry = macros.dispatch(
                name, namespace: (space ?? named)?.string, for: package)
            return entry.map(Self.id)
        }
        let parts = call.name.split(separator: ".").map(String.init)
        switch parts.count {
        case 1:
            if let entry = macros.find(call.name, for: package) { return Self.id(entry) }
            return Self.native.contains(call.name) ? "macro.dbt.\(call.name)" : nil
        case 2: return macros.find(parts[1], in: parts[0]).map(Self.id)
        default: return nil
        }
    }

    static func id(_ entry: MacroEntry) -> String { "macro.\(entry.package).\(entry.name)" }
}
