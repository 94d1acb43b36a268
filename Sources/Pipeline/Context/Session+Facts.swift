internal import Jinja

extension Session {
    /// The names of ``fact(_:)``.
    static let factNames = [
        "flags", "invocation_id", "run_started_at", "thread_id", "dbt_version",
        "dbt_metadata_envs", "invocation_args_dict",
    ]

    /// What is the same for all templates of a run.
    func fact(_ name: String) -> Value? {
        switch name {
        case "flags": return flags
        case "invocation_id": return .string(invocation.id)
        case "run_started_at": return .object(DateTimeObject(invocation.startedAt))
        case "thread_id": return "MainThread"
        case "dbt_version": return .string(Self.dbtVersion)
        case "project_name": return .string(projectName)
        case "dbt_metadata_envs": return environment.metadata
        case "invocation_args_dict":
            let names = invocation.arguments.keys.sorted()
            let dict = Dict(names.map { (.string($0), invocation.arguments[$0] ?? .none) })
            dict["which"] = .string(invocation.command)
            dict["invocation_command"] = .string("dbt \(invocation.command)")
            return .dict(dict)
        default: return nil
        }
    }

    /// `flags`: what the command line says, over what holds without it. Options that say what is
    /// run, such as `--select`, are in `invocation_args_dict` alone.
    private var flags: Value {
        let flags = Dict([
            "WHICH": .string(invocation.command),
            "WARN_ERROR": .none, "WARN_ERROR_OPTIONS": .dict(Dict()),
            "FAIL_FAST": false, "USE_COLORS": true, "QUIET": false, "NO_PRINT": .none,
            "DEBUG": false, "PARTIAL_PARSE": true, "STATIC_PARSER": true,
            "USE_EXPERIMENTAL_PARSER": false, "INDIRECT_SELECTION": "eager",
            "VERSION_CHECK": true, "WRITE_JSON": true, "PRINTER_WIDTH": 80,
            "PROFILES_DIR": .none, "SEND_ANONYMOUS_USAGE_STATS": false,
            "CACHE_SELECTED_ONLY": false, "LOG_FORMAT": "default", "LOG_CACHE_EVENTS": false,
            "INTROSPECT": true,
        ])
        for name in invocation.arguments.keys.sorted() {
            let flag = Value.string(name.uppercased())
            if flags[flag] != nil { flags[flag] = invocation.arguments[name] }
        }
        flags["FULL_REFRESH"] = .bool(fullRefresh)
        flags["STORE_FAILURES"] = .bool(storeFailures)
        flags["EMPTY"] = .bool(isEmpty)
        return .dict(flags)
    }
}
